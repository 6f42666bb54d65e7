"""Foundations of the REST API: problems, strict input, cursor pages, versions, and the base of a resource."""
