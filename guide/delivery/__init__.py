"""What stands between the pages and the network: headers, caches, operators' files."""
