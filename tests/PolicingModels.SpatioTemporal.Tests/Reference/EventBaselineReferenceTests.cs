using System.Globalization;
using System.IO.Compression;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Reference;

/// <summary>Prospective hot-spotting and kernel density on the events themselves against the peer's surfaces, on the same cells and origins.</summary>
public class EventBaselineReferenceTests
{
    private static readonly PredictiveOptions SharesOnly = new() { BackgroundShare = 0, Dispersion = DispersionRule.Poisson, CalibrationPeriods = 1 };

    /// <summary>
    /// The peer counts a diagonal neighbour as one cell away. Days are known in Portland, and the order is the peer's; Surrey's records carry only a month, which we put at
    /// its middle, so that whole weeks differ. An origin whose 90 days before it hold no event at all has nothing to compare.
    /// </summary>
    [Theory]
    [InlineData("portland_bur_1000", 0.9999)]
    [InlineData("portland_veh_1000", 0.9999)]
    [InlineData("surrey_burglary_1000", 0.97)]
    [InlineData("surrey_vehicle_1000", 0.97)]
    public void Prospective_hotspots_rank_as_the_peer(string name, double least)
    {
        ReferenceSet set = ReferenceSet.Load(name, Events(name));
        foreach ((DateOnly start, double[] values) in set.Predictions("pred_pro_grid_C8_8wk").Where(p => p.Values.Distinct().Count() > 1))
        {
            double same = Correlation(CellDistance.Chebyshev);
            Assert.InRange(same, least, 1 + 1e-12);
            Assert.True(same > Correlation(CellDistance.Rectilinear), "The other convention should fit the peer less well.");

            double Correlation(CellDistance distance)
            {
                ProspectiveHotspotForecaster model = new(new() { Distance = distance, Predictive = SharesOnly });
                return ReferenceSet.RankCorrelation(model.Fit(set.Counts.Before(set.PeriodOf(start))).Forecast().ExpectedCounts, values);
            }
        }
    }

    /// <summary>The peer stretches kernels as the events are and averages each cell over points inside it, where we take its centre; it also uses events outside the cells.</summary>
    [Theory]
    [InlineData("portland_bur_1000", 0.9997)]
    [InlineData("portland_veh_1000", 0.9997)]
    [InlineData("surrey_burglary_1000", 0.99)]
    [InlineData("surrey_vehicle_1000", 0.99)]
    public void Kernel_density_ranks_as_the_peer(string name, double least)
    {
        ReferenceSet set = ReferenceSet.Load(name, Events(name));
        KernelDensityForecaster model = new(new() { Shape = KernelShape.Covariance, Predictive = SharesOnly });
        foreach ((DateOnly start, double[] values) in set.Predictions("pred_scipykde_365d"))
        {
            Assert.InRange(ReferenceSet.RankCorrelation(model.Fit(set.Counts.Before(set.PeriodOf(start))).Forecast().ExpectedCounts, values), least, 1 + 1e-12);
        }
    }

    internal static CrimeEvents Events(string name)
    {
        bool surrey = name.StartsWith("surrey", StringComparison.Ordinal);
        string file = surrey ? "surrey_street_slim" : name.StartsWith("portland_bur", StringComparison.Ordinal) ? "portland_nij_crimes_bur" : "portland_nij_crimes_veh";
        string type = name.Contains("burglary", StringComparison.Ordinal) ? "Burglary" : "Vehicle crime";
        using GZipStream stream = new(File.OpenRead(SharedData.Data($"events/{file}.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(stream);
        reader.ReadLine();
        List<double> easting = [], northing = [];
        List<int> day = [];
        while (reader.ReadLine() is { } line)
        {
            string[] field = line.Split(',');
            if (surrey)
            {
                if (field[^1] == type)
                {
                    day.Add(DateOnly.ParseExact(field[0] + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber);
                    easting.Add(double.Parse(field[1], CultureInfo.InvariantCulture));
                    northing.Add(double.Parse(field[2], CultureInfo.InvariantCulture));
                }
            }
            else
            {
                // International feet.
                day.Add(DateOnly.ParseExact(field[0], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber);
                easting.Add(double.Parse(field[1], CultureInfo.InvariantCulture) * 0.3048);
                northing.Add(double.Parse(field[2], CultureInfo.InvariantCulture) * 0.3048);
            }
        }

        return new CrimeEvents([.. easting], [.. northing], [.. day], CoordinateSystem.PlanarMetres);
    }
}
