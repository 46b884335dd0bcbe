"""Proof by running: does a package compute what its notebook computes?"""
