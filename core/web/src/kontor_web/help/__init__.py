"""Help for the people who work in it all day: German and English, in the company's own words."""
