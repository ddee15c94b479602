"""ELMO: transcripts of records and recognition decisions as XML."""
