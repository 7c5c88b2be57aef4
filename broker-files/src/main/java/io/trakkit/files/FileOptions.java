package io.trakkit.files;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.files.mapping.Mapping;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What a file does not say.
 *
 * @param format the name of a preset; empty to recognise it
 * @param mapping the caller's own mapping, in place of a preset
 * @param zone the zone of local times, if it is not that of the preset
 * @param account of a file with several accounts, the one to read, or {@code all}; for others a name that distinguishes this
 *     account from others of the same portfolio
 * @param portfolio where the records go: part of each ref_id, so that one file can be imported into two portfolios
 * @param currency that of the portfolio: a rate in the file counts if it is into this one
 */
public record FileOptions(
        Optional<String> format,
        Optional<Mapping> mapping,
        Optional<ZoneId> zone,
        Optional<String> account,
        Optional<PortfolioId> portfolio,
        Optional<CurrencyCode> currency) {

    /** To recognise the file, with no more said. */
    public static final FileOptions NONE = new FileOptions(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** In the portfolio. */
    public FileOptions into(PortfolioId id, CurrencyCode code) {
        return new FileOptions(format, mapping, zone, account, Optional.of(id), Optional.of(code));
    }

    public FileOptions withFormat(String name) {
        return new FileOptions(Optional.of(name), mapping, zone, account, portfolio, currency);
    }

    public FileOptions withMapping(Mapping own) {
        return new FileOptions(format, Optional.of(own), zone, account, portfolio, currency);
    }

    public FileOptions in(ZoneId id) {
        return new FileOptions(format, mapping, Optional.of(id), account, portfolio, currency);
    }

    public FileOptions ofAccount(String name) {
        return new FileOptions(format, mapping, zone, Optional.of(name), portfolio, currency);
    }
}
