"""What every folder uses: text, dates, locks and addresses. Knows no table."""
