"""The Streamlit interface: views of the answer, in French. Nothing here decides anything."""
