"""How fast, how large and how steep: measurements of the package on the machine at hand."""
