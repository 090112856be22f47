using System.Globalization;

namespace PolicingModels.Reporting;

/// <summary>An sRGB colour.</summary>
/// <param name="Red">0 to 255.</param>
/// <param name="Green">0 to 255.</param>
/// <param name="Blue">0 to 255.</param>
public readonly record struct Shade(byte Red, byte Green, byte Blue)
{
    /// <summary>Relative luminance as the Web Content Accessibility Guidelines 2.2 define it: 0 for black, 1 for white.</summary>
    public double Luminance => (0.2126 * Linear(Red)) + (0.7152 * Linear(Green)) + (0.0722 * Linear(Blue));

    /// <summary>The contrast ratio of two colours as the Web Content Accessibility Guidelines 2.2 define it: 1 to 21.</summary>
    public double ContrastWith(Shade other)
    {
        (double light, double dark) = (Math.Max(Luminance, other.Luminance), Math.Min(Luminance, other.Luminance));
        return (light + 0.05) / (dark + 0.05);
    }

    /// <summary>Colours for ordered categories from the palest (lowest) to the darkest (highest), in falling luminance.</summary>
    /// <param name="count">How many categories, 1 to 12.</param>
    /// <remarks>Even steps of lightness in the OKLCH space (Ottosson, 2020), so that the order survives grey print and colour blindness.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 1 or more than 12 categories: no reader tells more apart.</exception>
    public static IReadOnlyList<Shade> Sequence(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 12);
        Shade[] shades = new Shade[count];
        for (int i = 0; i < count; i++)
        {
            double t = count == 1 ? 0.5 : (double)i / (count - 1);
            shades[i] = FromOklch(0.955 - (0.65 * t), 0.03 + (0.24 * t * (1 - (0.66 * t))), 92 + (178 * Math.Pow(t, 0.6)));
        }

        return shades;
    }

    /// <summary>A colour of a scale with a middle: blue below it, near white at it, orange-brown above it.</summary>
    /// <param name="place">−1 (lowest) to 1 (highest); 0 is the middle. Places outside are drawn as the ends.</param>
    /// <remarks>Steps of lightness are even in the OKLCH space on both sides, and the two hues are told apart by all common kinds of colour vision.</remarks>
    public static Shade Diverging(double place)
    {
        double t = Math.Clamp(Math.Abs(place), 0, 1);
        return FromOklch(0.97 - (0.46 * t), 0.135 * t, place < 0 ? 250 : 52);
    }

    /// <summary>The colour as <c>#rrggbb</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"#{Red:x2}{Green:x2}{Blue:x2}");

    private static double Linear(byte channel)
    {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4);
    }

    private static Shade FromOklch(double lightness, double chroma, double hueDegrees)
    {
        double a = chroma * Math.Cos(hueDegrees * Math.PI / 180), b = chroma * Math.Sin(hueDegrees * Math.PI / 180);
        double l = Cube(lightness + (0.3963377774 * a) + (0.2158037573 * b));
        double m = Cube(lightness - (0.1055613458 * a) - (0.0638541728 * b));
        double s = Cube(lightness - (0.0894841775 * a) - (1.2914855480 * b));
        return new Shade(
            Gamma((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)),
            Gamma((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)),
            Gamma((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)));

        static double Cube(double value) => value * value * value;
        static byte Gamma(double linear)
        {
            double c = Math.Clamp(linear, 0, 1);
            return (byte)Math.Round(255 * (c <= 0.0031308 ? 12.92 * c : (1.055 * Math.Pow(c, 1 / 2.4)) - 0.055));
        }
    }
}
