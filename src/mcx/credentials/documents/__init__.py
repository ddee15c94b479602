"""What is made from an award or a register: records, files, pictures, signed lists; read and never kept."""
