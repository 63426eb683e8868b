"""Breaking glass: reading a partner's material in an emergency, and answering for it afterwards."""
