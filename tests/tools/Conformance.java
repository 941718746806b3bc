import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.Collectors;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/**
 * Holds PDF files against a profile of veraPDF and prints what it found, one record a line, parts between tabs:
 * {@code file, path, "pass" or "fail", number of checks} and after it, for each rule that was broken,
 * {@code rule, clause, test, times, message, place of the first}. Any other trouble ends with a stack trace.
 */
final class Conformance {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final ValidationProfile profile;

    private Conformance(String name) throws Exception {
        try (InputStream xml = getClass().getClassLoader().getResourceAsStream(
                "org/verapdf/pdfa/validation/" + name + ".xml")) {
            if (xml == null) {
                throw new IOException("veraPDF has no profile " + name);
            }
            profile = Profiles.profileFromXml(xml);
        }
    }

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Conformance conformance = new Conformance(arguments[0]);
        for (String name : List.of(arguments).subList(1, arguments.length)) {
            conformance.examine(Path.of(name));
        }
    }

    private void examine(Path path) throws Exception {
        var foundry = Foundries.defaultInstance();
        try (InputStream content = Files.newInputStream(path);
                var parser = foundry.createParser(content, profile.getPDFAFlavour());
                var validator = foundry.createValidator(profile, false)) {
            var result = validator.validate(parser);
            print("file", path, result.isCompliant() ? "pass" : "fail", result.getTotalAssertions());
            var broken = result.getTestAssertions().stream()
                    .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                    .collect(Collectors.groupingBy(TestAssertion::getRuleId));
            broken.forEach((rule, times) -> print("rule", rule.getClause(), rule.getTestNumber(), times.size(),
                    times.get(0).getMessage(), times.get(0).getLocation().getContext()));
        }
    }

    private static void print(Object... parts) {
        OUT.println(java.util.Arrays.stream(parts)
                .map(part -> String.valueOf(part).replaceAll("\\s+", " "))
                .collect(Collectors.joining("\t")));
    }
}
