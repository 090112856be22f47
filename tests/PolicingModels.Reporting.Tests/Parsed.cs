using System.Text.RegularExpressions;
using System.Xml.Linq;
using System.Xml;
using PolicingModels.Reporting;

namespace PolicingModels.ReportingTests;

/// <summary>Reads outputs back with an XML parser that fetches nothing.</summary>
internal static partial class Parsed
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static XDocument Xml(string text)
    {
        using XmlReader reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XDocument.Load(reader);
    }

    public static XDocument Html(ReportPage page) => Xml(new HtmlReportWriter().ToText(page));

    /// <summary>Fails where the page would load or run anything: scripts, event handlers, sources, imports, urls in styles, links that are not plain ones.</summary>
    public static void LoadsNothing(string html)
    {
        string[] loading = ["script", "iframe", "object", "embed", "img", "image", "use", "base", "form", "link", "foreignObject", "video", "audio", "source"];
        foreach (XElement element in Xml(html).Descendants())
        {
            Assert.DoesNotContain(element.Name.LocalName, loading);
            foreach (XAttribute attribute in element.Attributes())
            {
                string name = attribute.Name.LocalName;
                Assert.False(name.StartsWith("on", StringComparison.OrdinalIgnoreCase), $"{element.Name.LocalName} has the handler {name}.");
                Assert.NotEqual("src", name);
                Assert.DoesNotContain("url(", attribute.Value, StringComparison.OrdinalIgnoreCase);
                if (name == "href")
                {
                    Assert.Equal("a", element.Name.LocalName);
                    Assert.Matches("^(#|https?://)", attribute.Value);
                }
            }

            if (element.Name.LocalName == "style")
            {
                Assert.DoesNotMatch(StyleLoad(), element.Value);
            }
        }
    }

    [GeneratedRegex(@"url\s*\(|@import|expression\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex StyleLoad();
}
