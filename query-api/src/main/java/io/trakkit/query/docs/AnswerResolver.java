package io.trakkit.query.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.media.Schema;
import io.trakkit.query.QueryApi;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Describes answers as they go over the wire: in snake case, and null where a component may be null, which clients that are
 * generated from the description would refuse otherwise. springdoc reads the answers with Jackson 2, which neither knows how
 * Jackson 3 is set up nor looks at annotations of types.
 */
final class AnswerResolver extends ModelResolver {

    private static final PropertyNamingStrategies.SnakeCaseStrategy NAMES =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    AnswerResolver() {
        super(new ObjectMapper().setPropertyNamingStrategy(NAMES));
        openapi31(true);
    }

    @Override
    public @Nullable Schema<?> resolve(
            AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> next) {
        Schema<?> schema = super.resolve(type, context, next);
        Class<?> answer = _mapper.constructType(type.getType()).getRawClass();
        // What is asked is another matter: there a field that may be absent need not take null.
        if (schema != null
                && answer.isRecord()
                && answer.getPackageName().startsWith(QueryApi.class.getPackageName())) {
            Schema<?> model = schema.get$ref() == null ? schema : defined(schema.get$ref(), context);
            if (model != null && model.getProperties() != null) {
                for (RecordComponent component : answer.getRecordComponents()) {
                    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
                        allowNull(model.getProperties().get(NAMES.translate(component.getName())));
                    }
                }
            }
        }
        return schema;
    }

    private static @Nullable Schema<?> defined(String reference, ModelConverterContext context) {
        return context.getDefinedModels().get(reference.substring(reference.lastIndexOf('/') + 1));
    }

    private static void allowNull(@Nullable Schema<?> property) {
        if (property != null && property.getTypes() != null) {
            Set<String> types = new TreeSet<>(property.getTypes());
            types.add("null");
            property.setTypes(types);
        }
    }
}
