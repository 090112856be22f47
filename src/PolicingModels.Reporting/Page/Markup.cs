using System.Text;

namespace PolicingModels.Reporting;

/// <summary>Makes any text harmless in HTML and XML, in element content and in quoted attributes alike.</summary>
internal static class Markup
{
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int at = 0;
        while (at < text.Length && IsPlain(text[at]))
        {
            at++;
        }

        if (at == text.Length)
        {
            return text;
        }

        StringBuilder encoded = new(text.Length + 16);
        encoded.Append(text, 0, at);
        for (int i = at; i < text.Length; i++)
        {
            char c = text[i];
            switch (c)
            {
                case '&': encoded.Append("&amp;"); break;
                case '<': encoded.Append("&lt;"); break;
                case '>': encoded.Append("&gt;"); break;
                case '"': encoded.Append("&quot;"); break;
                case '\'': encoded.Append("&#39;"); break;
                case '\t' or '\n' or '\r': encoded.Append(' '); break;
                default:
                    if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                    {
                        encoded.Append(c).Append(text[++i]);
                    }
                    else
                    {
                        // Control characters, lone surrogates and non-characters may not stand in XML at all.
                        encoded.Append(c < ' ' || char.IsSurrogate(c) || c is '\uFFFE' or '\uFFFF' || c is >= '\u007F' and <= '\u009F' ? '\uFFFD' : c);
                    }

                    break;
            }
        }

        return encoded.ToString();
    }

    private static bool IsPlain(char c) =>
        c is >= ' ' and < '\u007F' and not ('&' or '<' or '>' or '"' or '\'') or (> '\u009F' and < '\uD800');
}
