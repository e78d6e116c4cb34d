"""People: who asks, whether they may, their invitations and logins, and the trail of what they did."""
