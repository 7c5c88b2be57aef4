package io.trakkit.files;

/**
 * A file of a source, as its test has it.
 *
 * @param preset the name of the preset that reads it
 * @param header the line of the header, from 1; 0 for what is no table
 * @param currency that of the portfolio
 */
public record Sample(String preset, String file, int header, String currency) {

    public FileOptions options() {
        return Files.options(currency);
    }

    public boolean isTable() {
        return header > 0;
    }

    @Override
    public String toString() {
        return preset;
    }
}
