"""Values of the domain: standard library only, frozen, without storage ids."""
