// The other side of the trial in dss.py: the European Commission's DSS library validates sealed files.
// Arguments: the folder of trusted certificates (*.der), then the sealed files. Prints one JSON line for each.
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

public class Dss {
  public static void main(String[] arguments) {
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    File[] anchors = new File(arguments[0]).listFiles((folder, name) -> name.endsWith(".der"));
    for (File anchor : anchors) {
      trusted.addCertificate(DSSUtils.loadCertificate(anchor));
    }
    for (String name : Arrays.copyOfRange(arguments, 1, arguments.length)) {
      System.out.println(validate(name, trusted));
    }
  }

  private static String validate(String name, CommonTrustedCertificateSource trusted) {
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.addTrustedCertSources(trusted);
    try {
      SignedDocumentValidator validator = SignedDocumentValidator.fromDocument(new FileDocument(name));
      validator.setCertificateVerifier(verifier);
      return report(validator.validateDocument().getSimpleReport());
    } catch (RuntimeException error) {
      return "{\"error\": " + quoted(error.getClass().getSimpleName() + ": " + error.getMessage()) + "}";
    }
  }

  private static String report(SimpleReport report) {
    String id = report.getFirstSignatureId();
    if (id == null) {
      return "{\"error\": \"no signature found\"}";
    }
    List<String> messages = new ArrayList<>();
    report.getAdESValidationErrors(id).forEach(message -> messages.add(quoted(message.getValue())));
    return "{\"indication\": " + quoted(report.getIndication(id))
        + ", \"subindication\": " + quoted(report.getSubIndication(id))
        + ", \"format\": " + quoted(report.getSignatureFormat(id))
        + ", \"errors\": [" + String.join(", ", messages) + "]}";
  }

  private static String quoted(Object value) {
    return value == null ? "null" : '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
