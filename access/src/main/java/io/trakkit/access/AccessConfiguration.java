package io.trakkit.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.trakkit.access.limits.ClientBudgets;
import io.trakkit.access.limits.LimitsConfiguration;
import io.trakkit.access.limits.LimitsOfClients;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.AccessChanges;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.AuditLog;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.server.ClientOrigins;
import io.trakkit.wire.http.server.Cors;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFilter;
import org.springframework.security.web.authentication.www.BasicAuthenticationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.csrf.CsrfTokenRequestAttributeHandler;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.StaticHeadersWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/** The checks of every request, the same for all apps. Several apps that import it may share one context. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@EnableConfigurationProperties(AccessSettings.class)
@Import(LimitsConfiguration.class)
public class AccessConfiguration {

    private static final int QUERY_TIMEOUT_SECONDS = 2;

    /** On a dead network, the keys count as up to date until this time is over. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    /** Without it, the response is wrapped, to add the headers when its first byte is written. */
    private static final ObjectPostProcessor<HeaderWriterFilter> WRITE_AT_ONCE = new ObjectPostProcessor<>() {
        @Override
        public <O extends HeaderWriterFilter> O postProcess(O filter) {
            filter.setShouldWriteHeadersEagerly(true);
            return filter;
        }
    };

    /** Of several apps in one context any pool will do: each role reads all clients and keys. */
    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    KeyRing keyRing(ObjectProvider<DataSource> pools, AccessSettings settings, MeterRegistry meters) {
        JdbcClient jdbc = JdbcClient.create(impatient(pools));
        return new KeyRing(new AccessChanges(jdbc), new ApiKeys(jdbc), settings, meters, System::nanoTime)
                .refreshEvery(settings.refresh());
    }

    @Bean
    @ConditionalOnMissingBean
    @DependsOnDatabaseInitialization
    AuditLog auditLog(ObjectProvider<DataSource> pools) {
        return new AuditLog(JdbcClient.create(impatient(pools)));
    }

    private static JdbcTemplate impatient(ObjectProvider<DataSource> pools) {
        JdbcTemplate template = new JdbcTemplate(
                AppPools.answeringWithin(pools.orderedStream().findFirst().orElseThrow(), ANSWER_TIMEOUT));
        template.setQueryTimeout(QUERY_TIMEOUT_SECONDS);
        return template;
    }

    @Bean
    @ConditionalOnMissingBean
    LimitsOfClients limitsOfClients(KeyRing keyRing, AccessSettings settings) {
        return settings.mode() == AccessSettings.Mode.OPEN
                ? _ -> Optional.empty()
                : client -> Optional.of(
                        keyRing.client(client).map(ClientAccount::limits).orElse(ClientLimits.DEFAULT));
    }

    @Bean
    @ConditionalOnMissingBean
    ClientOrigins clientOrigins(KeyRing keyRing) {
        return keyRing::origins;
    }

    @Bean
    @ConditionalOnMissingBean
    OpenCalls openCalls(KeyRing keyRing) {
        return new OpenCalls(keyRing, Clock.systemUTC());
    }

    /** To observe each filter took 7 % of the samples of a profile of reads; Spring MVC observes the whole request. */
    @Bean
    @ConditionalOnMissingBean
    SecurityObservationSettings securityIsNotObserved() {
        return SecurityObservationSettings.noObservations();
    }

    /** As a bean, it keeps Spring Boot from making a user with a generated password. */
    @Bean
    @ConditionalOnMissingBean
    AuthenticationManager callerAuthenticator(KeyRing keyRing, AccessSettings settings) {
        return new CallerAuthenticator(
                keyRing,
                Optional.ofNullable(settings.jwt()).map(jwt -> new JwtReader(jwt, settings.outage())),
                Clock.systemUTC());
    }

    @Bean
    @ConditionalOnMissingBean
    SecurityFilterChain accessChecks(
            HttpSecurity http,
            AuthenticationManager authenticator,
            AccessSettings settings,
            AuditLog auditLog,
            KeyRing keyRing,
            ClientBudgets budgets,
            Cors cors,
            MeterRegistry meters,
            @Value("${server.address:#{null}}") @Nullable String address) {
        settings.requireLoopbackIfOpen(address);
        var rules = new AccessRules();
        var refusals = new Refusals(meters);
        var audit = new AuditFilter(auditLog, Clock.systemUTC());
        if (settings.mode() == AccessSettings.Mode.OPEN) {
            http.addFilterAfter(new HostFilter(refusals), HeaderWriterFilter.class);
        }
        // What needs a session or a user of the servlet API would cost each request a filter and do nothing.
        return http.sessionManagement(AbstractHttpConfigurer::disable)
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .servletApi(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .formLogin(AbstractHttpConfigurer::disable)
                .httpBasic(AbstractHttpConfigurer::disable)
                // The filter of HttpConventions comes before, and OriginFilter after the caller is known.
                .cors(AbstractHttpConfigurer::disable)
                // The filter below, which asks for a token where a cookie is the credential.
                .csrf(AbstractHttpConfigurer::disable)
                .anonymous(anonymous -> {
                    if (settings.mode() == AccessSettings.Mode.OPEN) {
                        anonymous.principal(Caller.OPEN);
                    } else {
                        anonymous.disable();
                    }
                })
                .headers(headers -> headers.cacheControl(cache -> cache.disable())
                        .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER))
                        .addHeaderWriter(new StaticHeadersWriter(
                                "Content-Security-Policy",
                                "frame-ancestors 'none'; base-uri 'none'; object-src 'none'"))
                        .withObjectPostProcessor(WRITE_AT_ONCE))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refusals::unauthenticated)
                        .accessDeniedHandler((request, response, _) -> refusals.denied(request, response)))
                .addFilterBefore(csrfFilter(refusals), BasicAuthenticationFilter.class)
                .addFilterBefore(authenticationFilter(authenticator, refusals, audit), BasicAuthenticationFilter.class)
                // In this order: a 429 has the headers of CORS, and what is beyond the limit writes no audit entry.
                .addFilterBefore(new OriginFilter(cors, keyRing, refusals), ExceptionTranslationFilter.class)
                .addFilterBefore(new BudgetFilter(budgets), ExceptionTranslationFilter.class)
                .addFilterBefore(audit, ExceptionTranslationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest()
                        .access((authentication, context) -> rules.authorize(authentication, context.getRequest())))
                .addFilterAfter(new CallerFilter(refusals), AuthorizationFilter.class)
                .build();
    }

    private static AuthenticationFilter authenticationFilter(
            AuthenticationManager authenticator, Refusals refusals, AuditFilter audit) {
        AuthenticationFilter filter = new AuthenticationFilter(authenticator, new CredentialReader());
        filter.setSuccessHandler((_, _, _) -> {});
        filter.setFailureHandler((request, response, failure) -> {
            if (failure instanceof RefusedCall call) {
                call.ofPlatform().ifPresent(caller -> audit.refused(request, caller, call.problem()));
            }
            refusals.unauthenticated(request, response, failure);
        });
        return filter;
    }

    /** A page of another site can make a browser send the cookie, but cannot read the token that a write needs. */
    private static CsrfFilter csrfFilter(Refusals refusals) {
        CookieCsrfTokenRepository tokens = CookieCsrfTokenRepository.withHttpOnlyFalse();
        tokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict").path("/"));
        CsrfFilter filter = new CsrfFilter(tokens);
        filter.setRequestHandler(new CsrfTokenRequestAttributeHandler());
        filter.setRequireCsrfProtectionMatcher(
                request -> SessionCookie.isIn(request) && !SAFE_METHODS.contains(request.getMethod()));
        filter.setAccessDeniedHandler((_, response, _) -> refusals.withoutCsrfToken(response));
        return filter;
    }

    /** Refuses no URL: the filters of HttpConventions and Tomcat do, and their answers say what is wrong. */
    @Bean
    @ConditionalOnMissingBean
    HttpFirewall urlsAreCheckedBefore() {
        return new HttpFirewall() {
            @Override
            public FirewalledRequest getFirewalledRequest(HttpServletRequest request) {
                return new FirewalledRequest(request) {
                    @Override
                    public void reset() {
                        // Nothing was changed.
                    }
                };
            }

            @Override
            public HttpServletResponse getFirewalledResponse(HttpServletResponse response) {
                return response;
            }
        };
    }

    /** Gives the caller to the controllers, its client to row-level security, the trace and the log, and caches their bounds. */
    private static final class CallerFilter extends OncePerRequestFilter {

        /** In spans and in the log. */
        private static final String CLIENT = "trakkit.client";

        /** What decides for whom a request acts. */
        private static final String WHO = "Authorization, Cookie, " + Credential.ACT_FOR;

        private final Refusals refusals;

        CallerFilter(Refusals refusals) {
            this.refusals = refusals;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            Caller caller = Caller.authenticated().orElse(null);
            if (ApiPaths.isKnown(request)) {
                ofThisCallerOnly(response);
            }
            if (caller == null) {
                chain.doFilter(request, response);
                return;
            }
            if (caller.equals(Caller.OPEN) && namesAnotherClient(request)) {
                refusals.otherClient(response);
                return;
            }
            caller.attachTo(request);
            HttpServletRequest asked = OperatorRequest.orSame(request, caller);
            if (caller.client().isEmpty()) {
                chain.doFilter(asked, response);
                return;
            }
            ClientId client = caller.client().get();
            Span.current().setAttribute(CLIENT, client.value());
            try (var _ = ClientScope.enter(client);
                    var _ = MDC.putCloseable(CLIENT, client.value())) {
                chain.doFilter(asked, response);
            }
        }

        /** It would be served for the client {@code default} without a word. */
        private static boolean namesAnotherClient(HttpServletRequest request) {
            String named = request.getHeader(Credential.ACT_FOR);
            return named != null && !named.equals(ClientId.DEFAULT.value());
        }

        /**
         * Records of two clients can have one URL and one ETag. A cache that holds that of one, such as a browser's, would ask with
         * the key of the other, hear 304, and show what it holds.
         */
        private static void ofThisCallerOnly(HttpServletResponse response) {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
            response.addHeader(HttpHeaders.VARY, WHO);
        }
    }
}
