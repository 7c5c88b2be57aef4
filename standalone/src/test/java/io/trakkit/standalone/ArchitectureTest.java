package io.trakkit.standalone;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.text.DateFormat;
import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import javax.sql.DataSource;
import org.jspecify.annotations.NullMarked;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rules of the house. They are in this module because it alone depends on all others. */
@AnalyzeClasses(packages = "io.trakkit", importOptions = ArchitectureTest.WithoutTests.class)
class ArchitectureTest {

    private static final String DOMAIN = "io.trakkit.domain..";
    private static final String STORE = "io.trakkit.store..";
    private static final String WIRE = "io.trakkit.wire..";
    private static final String FILES = "io.trakkit.files..";
    private static final String LOG = "io.trakkit.log..";
    private static final String ACCESS = "io.trakkit.access..";
    private static final String INGEST = "io.trakkit.ingest..";
    private static final String CLI = "io.trakkit.cli..";
    private static final String WORKER = "io.trakkit.worker..";
    private static final String QUERY = "io.trakkit.query..";
    private static final String PRICES = "io.trakkit.prices..";
    private static final String FEED = "io.trakkit.feed..";
    private static final String STANDALONE = "io.trakkit.standalone..";
    private static final String EMBEDDED = "io.trakkit.standalone.embedded..";

    /** What is delivered; the modules' classes may come from folders or, late in a build, from jars. */
    static final class WithoutTests implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/")
                    && !location.contains("-tests.jar")
                    && !location.contains("/testing/target/");
        }
    }

    @ArchTest
    static final ArchRule arrowsPointDownOnly = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("portfolio-domain")
            .definedBy(DOMAIN)
            .layer("portfolio-store")
            .definedBy(STORE)
            .layer("portfolio-wire")
            .definedBy(WIRE)
            .layer("broker-files")
            .definedBy(FILES)
            .layer("trade-log")
            .definedBy(LOG)
            .layer("access")
            .definedBy(ACCESS)
            .layer("ingest-api")
            .definedBy(INGEST)
            .layer("cli")
            .definedBy(CLI)
            .layer("summary-worker")
            .definedBy(WORKER)
            .layer("live-prices")
            .definedBy(PRICES)
            .layer("query-api")
            .definedBy(QUERY)
            .layer("price-feed")
            .definedBy(FEED)
            .layer("standalone")
            .definedBy(STANDALONE)
            .whereLayer("portfolio-domain")
            .mayNotAccessAnyLayer()
            .whereLayer("portfolio-store")
            .mayOnlyAccessLayers("portfolio-domain")
            .whereLayer("portfolio-wire")
            .mayOnlyAccessLayers("portfolio-domain")
            .whereLayer("broker-files")
            .mayOnlyAccessLayers("portfolio-domain", "portfolio-wire")
            .whereLayer("broker-files")
            .mayOnlyBeAccessedByLayers("cli", "ingest-api", "standalone")
            .whereLayer("trade-log")
            .mayOnlyAccessLayers("portfolio-domain", "portfolio-wire")
            .whereLayer("access")
            .mayOnlyAccessLayers("portfolio-domain", "portfolio-store", "portfolio-wire")
            .whereLayer("ingest-api")
            .mayOnlyAccessLayers(
                    "access", "broker-files", "portfolio-domain", "portfolio-store", "portfolio-wire", "trade-log")
            .whereLayer("cli")
            .mayOnlyAccessLayers("broker-files", "portfolio-domain", "portfolio-wire", "ingest-api")
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("standalone")
            .whereLayer("summary-worker")
            .mayOnlyAccessLayers("access", "portfolio-domain", "portfolio-store", "portfolio-wire", "trade-log")
            .whereLayer("live-prices")
            .mayOnlyAccessLayers("portfolio-domain", "portfolio-store", "portfolio-wire")
            .whereLayer("query-api")
            .mayOnlyAccessLayers("access", "portfolio-domain", "portfolio-store", "portfolio-wire", "live-prices")
            .whereLayer("price-feed")
            .mayOnlyAccessLayers(
                    "access", "portfolio-domain", "portfolio-store", "portfolio-wire", "trade-log", "live-prices")
            .whereLayer("standalone")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule everyClassStandsInOneOfTheModules = classes()
            .should()
            .resideInAnyPackage(
                    DOMAIN, STORE, WIRE, FILES, LOG, ACCESS, INGEST, CLI, WORKER, PRICES, QUERY, FEED, STANDALONE);

    /** A command starts in a second, and reaches the apps over HTTP only. */
    @ArchTest
    static final ArchRule theCommandLineKnowsNoApp = noClasses()
            .that()
            .resideInAPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(INGEST, WORKER, QUERY, FEED, PRICES, STORE, LOG, "org.springframework..");

    @ArchTest
    static final ArchRule theDomainKnowsNoFramework = classes()
            .that()
            .resideInAPackage(DOMAIN)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    DOMAIN,
                    "java.lang..",
                    "java.math..",
                    "java.nio..",
                    "java.security..",
                    "java.time..",
                    "java.util..",
                    "org.jspecify..");

    /** The files of brokers are read the same in a command and in an app, today and tomorrow. */
    @ArchTest
    static final ArchRule brokerFilesKnowNoFrameworkAndNoClock = noClasses()
            .that()
            .resideInAPackage(FILES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework..", "jakarta.servlet..", "io.trakkit.wire.http..")
            .orShould()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis")));

    @ArchTest
    static final ArchRule theDomainTheStoreAndTheApplierKnowNoClock = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN, STORE, "io.trakkit.worker.apply..")
            .should()
            .callMethodWhere(target(nameMatching("now|currentTimeMillis")))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .because("the times of the read model come from the events, so that a rebuild is identical");

    /**
     * The apps configure the pool and hand a {@code JdbcClient} to the classes of the store; to call it is the store's
     * alone. The embedded servers ask PostgreSQL whether it is the one that they started.
     */
    @ArchTest
    static final ArchRule sqlStandsInTheStoreOnly = noClasses()
            .that()
            .resideOutsideOfPackages(STORE, EMBEDDED)
            .should()
            .dependOnClassesThat(assignableTo(Connection.class)
                    .or(assignableTo(Statement.class))
                    .or(assignableTo(ResultSet.class))
                    .or(assignableTo(DriverManager.class)))
            .orShould()
            .callMethodWhere(target(owner(
                            assignableTo(JdbcOperations.class).or(assignableTo(NamedParameterJdbcOperations.class))))
                    .and(target(nameMatching("(query|update|execute|batchUpdate|call).*"))))
            .orShould()
            .callMethodWhere(target(owner(belongsToJdbcClient())).and(target(not(nameMatching("create")))))
            .orShould()
            .callMethodWhere(target(owner(assignableTo(DataSource.class))).and(target(nameMatching("getConnection"))));

    @ArchTest
    static final ArchRule queryApiAndLivePricesKnowNoKafka = noClasses()
            .that()
            .resideInAnyPackage(QUERY, PRICES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule whatIsWrittenOnTheWireKnowsNoKafkaClient = noClasses()
            .that()
            .resideInAnyPackage(WIRE, STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.springframework.kafka..");

    @ArchTest
    static final ArchRule theTradeLogKnowsNoHttp = noClasses()
            .that()
            .resideInAPackage(LOG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.trakkit.wire.http..", "org.springframework.web..", "jakarta.servlet..");

    @ArchTest
    static final ArchRule redisIsLivePricesAndTheLimitsAlone = noClasses()
            .that()
            .resideOutsideOfPackages(PRICES, "io.trakkit.access.limits..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.data.redis..", "io.lettuce..", "redis.clients..");

    /** A second place that asks for quotes elsewhere would be a second place that has to believe nothing. */
    @ArchTest
    static final ArchRule onlyTheSourcesSpeakHttpToOthers = noClasses()
            .that()
            .resideInAnyPackage(DOMAIN, STORE, WIRE, FILES, LOG, PRICES, QUERY, FEED)
            .and()
            .resideOutsideOfPackage("io.trakkit.feed.source.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.net.http..");

    @ArchTest
    static final ArchRule theContractIsOpenapiYamlAndNotAnnotations =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.swagger..");

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(standInANullMarkedPackage());

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.trakkit.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheCommandLinePrints = noClasses()
            .that()
            .resideOutsideOfPackages("io.trakkit.standalone", "io.trakkit.cli.program")
            .and()
            // Prints the key that create-admin-key makes.
            .doNotHaveFullyQualifiedName("io.trakkit.worker.SummaryWorker")
            .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS);

    @ArchTest
    static final ArchRule timesAreOfJavaTime = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Date.class, Calendar.class, DateFormat.class, java.sql.Date.class, java.sql.Timestamp.class);

    @ArchTest
    static final ArchRule noNumberOfAFieldIsBinary =
            fields().that().areDeclaredInClassesThat(keepNumbers()).should().notHaveRawType(binaryFraction());

    @ArchTest
    static final ArchRule noNumberOfAMethodIsBinary =
            methods().that().areDeclaredInClassesThat(keepNumbers()).should().notHaveRawReturnType(binaryFraction());

    @ArchTest
    static final ArchRule noNumberIsMadeBinary = noClasses()
            .that(keepNumbers())
            .should()
            .callMethodWhere(target(nameMatching("doubleValue|floatValue|parseDouble|parseFloat|getDouble|getFloat")))
            .orShould()
            .callConstructor(BigDecimal.class, double.class)
            .orShould()
            .callMethod(BigDecimal.class, "valueOf", double.class);

    @ArchTest
    static final ArchRule whatAClassNeedsStandsInItsConstructor =
            GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

    @ArchTest
    static final ArchRule loggingIsSlf4js = GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    /** One word for one thing: docs/glossary.md has the names that took their place. */
    @ArchTest
    static final ArchRule formerNamesAreGone = noClasses()
            .should()
            .haveNameMatching(
                    ".*\\.(Workshop|PrintableText|Telling|Words|Adoption|Shadow|ShadowModel|Trail|Partings|FirstEvents|KeysSince"
                            + "|Ownerships|StandBy|Alarm|EndlessRetry|Rereading|SideTopics|Restoration|LogReads|LogEnds|HeaderBytes"
                            + "|Letter.*|DeadLetterOffice|Verdict.*|Book|Books|Entry|Place|Flips|Claims|Reading|Repeats|Standing"
                            + "|OnItsWay|Steps|PositionsThen|PastReader|Onset|PacedOwners|HandingOver|PlainJson|ListedTrade)")
            .orShould()
            .haveNameMatching(".*\\$(Standing|Verdict.*|ForVerdict|Said)");

    private static DescribedPredicate<JavaClass> belongsToJdbcClient() {
        return assignableTo(JdbcClient.class)
                .or(DescribedPredicate.describe(
                        "part of JdbcClient", type -> type.getName().startsWith(JdbcClient.class.getName() + "$")));
    }

    private static DescribedPredicate<JavaClass> keepNumbers() {
        return resideInAnyPackage(DOMAIN, STORE, WIRE, FILES, LOG, WORKER, INGEST, PRICES, QUERY, FEED);
    }

    private static DescribedPredicate<JavaClass> binaryFraction() {
        return DescribedPredicate.describe(
                "a binary fraction",
                type -> type.isEquivalentTo(double.class)
                        || type.isEquivalentTo(float.class)
                        || type.isEquivalentTo(Double.class)
                        || type.isEquivalentTo(Float.class));
    }

    private static ArchCondition<JavaClass> standInANullMarkedPackage() {
        return new ArchCondition<>("stand in a package that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getPackageName() + " has no package-info with @NullMarked"));
                }
            }
        };
    }
}
