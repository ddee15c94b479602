"""Pages of the network domain: who belongs to it, who does what there, and who studies where."""
