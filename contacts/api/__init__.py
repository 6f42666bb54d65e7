"""Contacts by the REST API."""
