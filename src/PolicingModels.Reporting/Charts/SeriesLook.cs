namespace PolicingModels.Reporting;

/// <summary>How the series of a chart are told apart: by colour, by dash and by the form of their marks, never by colour alone.</summary>
internal static class SeriesLook
{
    /// <summary>Dark enough on white for thin lines (contrast above 4.5), and apart in lightness for readers who do not see hue.</summary>
    public static readonly Shade[] Colours =
    [
        new(20, 82, 138), new(179, 72, 12), new(24, 121, 92), new(122, 49, 133), new(122, 96, 0), new(160, 32, 72), new(40, 110, 130), new(70, 70, 70),
    ];

    private static readonly string[] Dashes = ["", "7 4", "2.5 3.5", "10 4 2.5 4"];

    public const string ReferenceInk = "#525c6b";

    public static string Colour(int series) => Colours[series % Colours.Length].ToString();

    public static string Dash(int series) => Dashes[series % Dashes.Length];

    public static MarkerShape Marker(int series) => (MarkerShape)(series % 4);

    public static string Stroke(ChartSeries series, int look) =>
        series.IsReference
            ? $"stroke:{ReferenceInk};stroke-width:1.5;stroke-dasharray:{(look % 2 == 0 ? "5 4" : "1.5 3.5")}"
            : $"stroke:{Colour(look)}{(Dash(look).Length > 0 ? $";stroke-dasharray:{Dash(look)}" : "")}";
}
