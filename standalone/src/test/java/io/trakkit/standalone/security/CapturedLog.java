package io.trakkit.standalone.security;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LoggingSystem;

/** In place of the log: all that is logged while it is open, with stack traces, in more detail than the apps log. */
public final class CapturedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Map<String, Level> LEVELS = Map.of(
            org.slf4j.Logger.ROOT_LOGGER_NAME,
            Level.INFO,
            "io.trakkit",
            Level.DEBUG,
            "org.apache.kafka.clients",
            Level.INFO,
            "com.zaxxer.hikari",
            Level.DEBUG,
            // As the apps have it: at INFO it quotes the first malformed request.
            "org.apache.coyote.http11.Http11Processor",
            Level.WARN);

    private static final Logger ROOT = logger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Map<String, @Nullable Level> before = new HashMap<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();
    private final @Nullable String loggingSystem = System.getProperty(LoggingSystem.SYSTEM_PROPERTY);

    private CapturedLog() {}

    public static CapturedLog open() {
        CapturedLog log = new CapturedLog();
        log.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        log.start();
        // Spring would configure logging at each start of an app.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        ROOT.iteratorForAppenders().forEachRemaining(log.others::add);
        log.others.forEach(ROOT::detachAppender);
        ROOT.addAppender(log);
        LEVELS.forEach((name, level) -> {
            log.before.put(name, logger(name).getLevel());
            logger(name).setLevel(level);
        });
        return log;
    }

    private static Logger logger(String name) {
        return (Logger) LoggerFactory.getLogger(name);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String trace = event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(event.getFormattedMessage() + trace);
    }

    public List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        before.forEach((name, level) -> logger(name).setLevel(level));
        ROOT.detachAppender(this);
        others.forEach(ROOT::addAppender);
        stop();
        if (loggingSystem == null) {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        } else {
            System.setProperty(LoggingSystem.SYSTEM_PROPERTY, loggingSystem);
        }
    }
}
