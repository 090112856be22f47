using System.Globalization;
using System.IO.Compression;
using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class BritishNationalGridTests
{
    private const double Radians = Math.PI / 180;

    // Ordnance Survey, A guide to coordinate systems in Great Britain, annexe C worked example, given to the millimetre.
    [Fact]
    public void The_worked_example_of_the_Ordnance_Survey_is_met_to_the_millimetre()
    {
        (double e, double n) = BritishNationalGrid.FromOsgb36(52 + (39 / 60.0) + (27.2531 / 3600), 1 + (43 / 60.0) + (4.5177 / 3600));
        Assert.Equal(651409.903, e, 0.001);
        Assert.Equal(313177.270, n, 0.001);
    }

    // OSTN15 positions: Helmert is within 5 m by the Ordnance Survey's own statement, and must not be right by accident of a missing datum shift (about 95 m).
    [Theory]
    [InlineData(49.92226393730, -6.29977752014, 91492.146, 11318.804, 5)]
    [InlineData(52.62760352, 1.31073349, 624161, 308459.58, 5)]
    [InlineData(51.2983258, -2.5335813, 362895, 155602, 0.02)] // A pair made by the same seven parameters elsewhere, degrees to 7 decimals.
    public void Published_positions_are_met_within_the_stated_accuracy(double latitude, double longitude, double easting, double northing, double tolerance)
    {
        (double e, double n) = BritishNationalGrid.FromWgs84(latitude, longitude);
        Assert.True(Math.Sqrt(((e - easting) * (e - easting)) + ((n - northing) * (n - northing))) <= tolerance, $"({e}, {n})");
        (double lat, double lon) = BritishNationalGrid.ToWgs84(easting, northing);
        Assert.Equal(latitude, lat, tolerance / 111_000 * 1.01);
        Assert.Equal(longitude, lon, tolerance / 111_000 / Math.Cos(latitude * Radians) * 1.01);
        Assert.Equal(5, BritishNationalGrid.Helmert.Coordinates.AccuracyMetres);
        Assert.Equal("EPSG:27700", BritishNationalGrid.Helmert.Coordinates.Code);
    }

    // The Ordnance Survey's own power series, an independent formula for the same projection; its first omitted term, the seventh power of longitude, is a fifth of a millimetre 4.5° from the central meridian.
    [Fact]
    public void The_power_series_of_the_Ordnance_Survey_agrees_everywhere_in_Great_Britain() =>
        Gen.Select(Gen.Double[49.8, 61], Gen.Double[-6.5, 1.8]).Sample((lat, lon) =>
        {
            (double e, double n) = BritishNationalGrid.FromOsgb36(lat, lon);
            (double seriesE, double seriesN) = PowerSeries(lat * Radians, lon * Radians);
            Assert.Equal(seriesE, e, 0.0005);
            Assert.Equal(seriesN, n, 0.0005);
        });

    [Fact]
    public void There_and_back_is_exact_to_a_micrometre() =>
        Gen.Select(Gen.Double[0, 700_000], Gen.Double[0, 1_300_000]).Sample((e, n) =>
        {
            (double lat, double lon) = BritishNationalGrid.ToWgs84(e, n);
            (double e2, double n2) = BritishNationalGrid.FromWgs84(lat, lon);
            Assert.Equal(e, e2, 1e-6);
            Assert.Equal(n, n2, 1e-6);
        });

    [Fact]
    public void A_batch_gives_what_single_points_give_also_in_place()
    {
        double[] lat = [51.5, 55.9, 50.1], lon = [-0.1, -3.2, -5.5];
        double[] e = new double[3], n = new double[3];
        BritishNationalGrid.Helmert.FromWgs84(lat, lon, e, n);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(BritishNationalGrid.FromWgs84(lat[i], lon[i]), (e[i], n[i]));
        }

        BritishNationalGrid.Helmert.FromWgs84(lat, lon, lat, lon);
        Assert.Equal(e, lat);
        Assert.Equal(n, lon);
    }

    [Theory]
    [InlineData(91, 0, "−90 to 90")]
    [InlineData(double.NaN, 0, "−90 to 90")]
    [InlineData(51, 181, "−180 to 180")]
    public void Degrees_out_of_range_are_refused_with_their_index(double lat, double lon, string range)
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(() =>
            BritishNationalGrid.Helmert.FromWgs84([51, lat], [0, lon], new double[2], new double[2]));
        Assert.Contains("index 1", e.Message, StringComparison.Ordinal);
        Assert.Contains(range, e.Message, StringComparison.Ordinal);
    }

    // The file's eastings were made by a Helmert transformation of its degrees, and rounded to metres; degrees have six decimals (0.1 m).
    [Fact]
    public void Every_row_of_the_Surrey_file_agrees_within_five_metres()
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(SharedData.Data("events/surrey_street_slim.csv.gz")), CompressionMode.Decompress));
        string[] header = reader.ReadLine()!.Split(',');
        int e = Array.IndexOf(header, "Easting"), n = Array.IndexOf(header, "Northing"), lon = Array.IndexOf(header, "Longitude"), lat = Array.IndexOf(header, "Latitude");
        int rows = 0;
        double worst = 0;
        while (reader.ReadLine() is { } line)
        {
            string[] f = line.Split(',');
            if (f[e].Length == 0 || f[lat].Length == 0)
            {
                continue;
            }

            (double east, double north) = BritishNationalGrid.FromWgs84(Number(f[lat]), Number(f[lon]));
            worst = Math.Max(worst, Math.Sqrt(Math.Pow(east - Number(f[e]), 2) + Math.Pow(north - Number(f[n]), 2)));
            rows++;
        }

        Assert.True(rows > 190_000, $"{rows} rows");
        Assert.True(worst < 5, $"The worst row is {worst} m off.");
    }

    [Theory]
    [InlineData(513319, 168856, 2, "TQ1368")]
    [InlineData(651409, 313177, 3, "TG514131")] // The Ordnance Survey's worked example, TG 51409 13177.
    [InlineData(91492, 11318, 0, "SV")]
    [InlineData(433000, 1208000, 2, "HP3308")]
    public void Squares_have_the_names_of_the_Ordnance_Survey(double e, double n, int digits, string name) =>
        Assert.Equal(name, BritishNationalGrid.Reference(e, n, digits));

    [Theory]
    [InlineData(51.5, -0.1, true)] // London
    [InlineData(60.15, -1.15, true)] // Lerwick
    [InlineData(49.92, -6.3, true)] // Scilly
    [InlineData(57.81, -8.58, true)] // St Kilda
    [InlineData(52.48, 1.76, true)] // Lowestoft
    [InlineData(54.84, -5.12, true)] // Portpatrick
    [InlineData(53.35, -6.26, false)] // Dublin
    [InlineData(54.6, -5.93, false)] // Belfast
    [InlineData(50.95, 1.85, false)] // Calais
    [InlineData(41.9, -87.6, false)] // Chicago
    [InlineData(-0.1, 51.5, false)] // London, swapped
    public void The_coarse_outline_tells_Great_Britain_from_its_neighbours(double lat, double lon, bool inside) =>
        Assert.Equal(inside, BritishNationalGrid.Covers(lat, lon));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static (double E, double N) PowerSeries(double phi, double lambda)
    {
        const double A = 6377563.396, B = 6356256.909, F0 = 0.9996012717, E0 = 400000, N0 = -100000;
        double phi0 = 49 * Radians, lambda0 = -2 * Radians;
        double e2 = 1 - (B * B / (A * A)), n = (A - B) / (A + B), n2 = n * n, n3 = n2 * n;
        double s = Math.Sin(phi), c = Math.Cos(phi), t2 = Math.Pow(Math.Tan(phi), 2), t4 = t2 * t2;
        double nu = A * F0 / Math.Sqrt(1 - (e2 * s * s)), rho = A * F0 * (1 - e2) * Math.Pow(1 - (e2 * s * s), -1.5), eta2 = (nu / rho) - 1;
        double d = phi - phi0, p = phi + phi0;
        double m = B * F0 * (((1 + n + (1.25 * n2) + (1.25 * n3)) * d) - (((3 * n) + (3 * n2) + (21.0 / 8 * n3)) * Math.Sin(d) * Math.Cos(p))
            + (((15.0 / 8 * n2) + (15.0 / 8 * n3)) * Math.Sin(2 * d) * Math.Cos(2 * p)) - (35.0 / 24 * n3 * Math.Sin(3 * d) * Math.Cos(3 * p)));
        double l = lambda - lambda0;
        double i = m + N0, ii = nu / 2 * s * c, iii = nu / 24 * s * Math.Pow(c, 3) * (5 - t2 + (9 * eta2)), iiia = nu / 720 * s * Math.Pow(c, 5) * (61 - (58 * t2) + t4);
        double iv = nu * c, v = nu / 6 * Math.Pow(c, 3) * ((nu / rho) - t2), vi = nu / 120 * Math.Pow(c, 5) * (5 - (18 * t2) + t4 + (14 * eta2) - (58 * t2 * eta2));
        return (E0 + (iv * l) + (v * Math.Pow(l, 3)) + (vi * Math.Pow(l, 5)), i + (ii * l * l) + (iii * Math.Pow(l, 4)) + (iiia * Math.Pow(l, 6)));
    }
}
