"""Figures that leave the page: drawn once as boxes, written as SVG, PNG or an editable slide."""
