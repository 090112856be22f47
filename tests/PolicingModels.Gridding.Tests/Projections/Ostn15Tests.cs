using System.Globalization;
using System.Text;
using CsCheck;
using PolicingModels.Gridding;

namespace PolicingModels.GriddingTests;

public class Ostn15Tests
{
    // Shifts that bend like the real ones: linear in each direction plus a product, so that bilinear interpolation is exact.
    private static double East(double e, double n) => 85 + (e / 1e5) + (n / 3e5) + (e * n / 1e12);

    private static double North(double e, double n) => -75 - (e / 2e5) + (n / 1e5) - (e * n / 2e12);

    private static readonly Ostn15Grid Shifts = Ostn15Grid.Read(new StringReader(File(300, 340, 200, 260)), "synthetic");

    [Fact]
    public void Shifts_are_interpolated_between_nodes() =>
        Gen.Select(Gen.Double[300_000, 339_999], Gen.Double[200_000, 259_999]).Sample((e, n) =>
        {
            Assert.True(Shifts.TryGetShift(e, n, out double east, out double north));
            Assert.Equal(East(e, n), east, 5e-4); // Nodes keep three decimals, as the real file does.
            Assert.Equal(North(e, n), north, 5e-4);
        });

    [Fact]
    public void The_shift_is_added_on_the_way_there_and_taken_off_on_the_way_back() =>
        Gen.Select(Gen.Double[301_000, 339_000], Gen.Double[201_000, 259_000]).Sample((e, n) =>
        {
            Projection projection = BritishNationalGrid.WithOstn15(Shifts);
            (double lat, double lon) = projection.ToWgs84(e, n);
            (double e2, double n2) = projection.FromWgs84(lat, lon);
            Assert.Equal(e, e2, 1e-5);
            Assert.Equal(n, n2, 1e-5);
            Assert.Equal(0.1, projection.Coordinates.AccuracyMetres);
        });


    [Fact]
    public void Places_the_grid_does_not_cover_fall_back_on_Helmert()
    {
        Projection projection = BritishNationalGrid.WithOstn15(Shifts);
        Assert.Equal(BritishNationalGrid.FromWgs84(51.5, -0.1), projection.FromWgs84(51.5, -0.1));
        Assert.Equal(BritishNationalGrid.ToWgs84(530_000, 180_000), projection.ToWgs84(530_000, 180_000));
        Assert.False(Shifts.TryGetShift(-1, 0, out _, out _));
        Assert.False(Shifts.TryGetShift(701_000, 0, out _, out _));
        Assert.False(Shifts.TryGetShift(double.NaN, 0, out _, out _));
    }

    [Theory]
    [InlineData("", "holds no node")]
    [InlineData("Point_ID,ETRS89_Easting\n1,0,0,abc,0,0,0\n", "Line 2")]
    [InlineData("1,500,0,80,-70,0,0\n", "Line 1")]
    [InlineData("1,800000,0,80,-70,0,0\n", "Line 1")]
    public void A_file_that_is_not_the_grid_is_refused_with_its_line(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<InputRefusedException>(() => Ostn15Grid.Read(new StringReader(text), "x.txt")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_says_how_to_go_on_without() =>
        Assert.Contains("Helmert", Assert.Throws<InputRefusedException>(() => Ostn15Grid.Read("nowhere.txt")).Message, StringComparison.Ordinal);

    private static string File(int eastFrom, int eastTo, int northFrom, int northTo)
    {
        StringBuilder text = new("Point_ID,ETRS89_Easting,ETRS89_Northing,ETRS89_OSGB36_EShift,ETRS89_OSGB36_NShift,ETRS89_ODN_HeightShift,Height_Datum_Flag\n");
        for (int n = northFrom; n <= northTo; n++)
        {
            for (int e = eastFrom; e <= eastTo; e++)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{(n * 701) + e + 1},{e * 1000},{n * 1000},{East(e * 1000, n * 1000):F3},{North(e * 1000, n * 1000):F3},50.000,1");
            }
        }

        return text.ToString();
    }
}
