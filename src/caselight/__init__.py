"""Caselight: a live operations dashboard and case log for BPO customer operations."""
