"""What libraries' names are for, one file a family. `merged` is all of them."""
