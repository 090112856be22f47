using NetTopologySuite.Geometries;
using PolicingModels.SpatioTemporal;

namespace PolicingModels.SpatioTemporalTests.Simulation;

public class CitySimulatorTests
{
    private static readonly SimulatedCity City = Make(new());

    [Fact]
    public void Totals_agree_with_the_truth_within_their_error()
    {
        CategoryColumn type = City.Events.Categories["type"];
        foreach (SimulatedCrimeType crime in City.Truth.CrimeTypes)
        {
            double expected = City.Truth.ExpectedCount(crime.Name, City.Span, City.Boundary);
            Assert.InRange(CountOf(City, crime.Name, City.Span), expected - (5 * Spread(crime, expected)), expected + (5 * Spread(crime, expected)));
            Assert.Equal(crime.RecordedPerYear, City.Truth.ExpectedCount(crime.Name, new Period(City.Span.Start, City.Span.Start.AddDays(364)), City.Boundary), crime.RecordedPerYear * 1e-9);
        }

        Assert.Equal(4, type.Levels.Count);
        Assert.Equal(City.Events.Count, City.Generations.Length);
    }

    [Fact]
    public void The_yearly_wave_and_the_growth_are_recovered()
    {
        // One strong type without triggering, so that the counts of 56-day parts of the year are independent Poisson numbers.
        SimulatedCrimeType crime = new("test", 30_000) { SeasonalAmplitude = 0.6, SeasonalPeakDay = 100, GrowthPerYear = 0.2, BranchingRatio = 0, RecordedShare = 1 };
        SimulatedCity city = Make(new() { CrimeTypes = [crime], Seed = 8, Days = 728 });
        double chiSquare = 0;
        for (int part = 0; part < 13; part++)
        {
            Period period = new(city.Span.Start.AddDays(56 * part), city.Span.Start.AddDays(56 * (part + 1)));
            double expected = city.Truth.ExpectedCount("test", period, city.Boundary);
            double apart = CountOf(city, "test", period) - expected;
            chiSquare += apart * apart / expected;
        }

        // The 1 − 1e-5 quantile of chi-square with 13 degrees of freedom.
        Assert.InRange(chiSquare, 0, 46.0);

        // The wave's peak (day 100) over its trough (day 283) within one year, growth aside: (1 + 0.6) / (1 − 0.6) × e^(−0.1).
        double peak = city.Truth.ExpectedCount("test", new Period(new(2021, 4, 9), new(2021, 4, 12)), city.Boundary);
        double trough = city.Truth.ExpectedCount("test", new Period(new(2021, 10, 9), new(2021, 10, 12)), city.Boundary);
        Assert.Equal(4 * Math.Exp(-0.2 * 183 / 365.25), peak / trough, 0.01);
    }

    [Fact]
    public void Counts_in_squares_agree_with_the_truth_in_every_square()
    {
        SimulatedCrimeType crime = new("test", 20_000) { BranchingRatio = 0, RecordedShare = 0.5, DiffuseShare = 0.3 };
        SimulatedCity city = Make(new() { CrimeTypes = [crime], Seed = 21, Days = 364 });
        Envelope extent = city.Boundary.EnvelopeInternal;
        (double chiSquare, int squares, double total) = (0, 0, 0);
        for (double east = extent.MinX; east < extent.MaxX; east += 1000)
        {
            for (double north = extent.MinY; north < extent.MaxY; north += 1000)
            {
                double expected = city.Truth.ExpectedCount("test", city.Span, new Envelope(east, east + 1000, north, north + 1000));
                total += expected;
                int count = 0;
                for (int i = 0; i < city.Events.Count; i++)
                {
                    count += city.Events.Easting[i] >= east && city.Events.Easting[i] < east + 1000 && city.Events.Northing[i] >= north && city.Events.Northing[i] < north + 1000 ? 1 : 0;
                }

                if (expected > 5)
                {
                    chiSquare += (count - expected) * (count - expected) / expected;
                    squares++;
                }
                else if (expected == 0)
                {
                    Assert.Equal(0, count);
                }
            }
        }

        Assert.InRange(squares, 50, 150);
        // Mean and standard deviation of chi-square are n and sqrt(2n); five of them.
        Assert.InRange(chiSquare, squares - (5 * Math.Sqrt(2.0 * squares)), squares + (5 * Math.Sqrt(2.0 * squares)));
        // Cut squares take the surface as even within 1/32 of their extent.
        Assert.Equal(city.Truth.ExpectedCount("test", city.Span, city.Boundary), total, total * 1e-3);
    }

    [Fact]
    public void Triggering_is_part_of_the_truth_in_place_and_in_share()
    {
        SimulatedCrimeType crime = new("test", 20_000) { BranchingRatio = 0.5, TriggerMeanDays = 5, TriggerDeviationMetres = 600, RecordedShare = 0.6, DiffuseShare = 0, SeasonalAmplitude = 0 };
        SimulatedCity city = Make(new() { CrimeTypes = [crime], Seed = 5, Days = 728 });
        int triggered = 0;
        foreach (byte generation in city.Generations.Span)
        {
            triggered += generation > 0 ? 1 : 0;
        }

        // In the plane the share is the branching ratio; the boundary loses a little more of the spread-out generations.
        double share = (double)triggered / city.Events.Count;
        Assert.InRange(share, 0.47, 0.51);

        // The part of the city nearest the strongest hot spot loses events to its surroundings through triggering, as the truth says.
        CityHotspot spot = city.Truth.Hotspots[city.Truth.HotspotWeights("test").Select((w, i) => (w, i)).Max().i];
        Envelope near = new(spot.Easting - 500, spot.Easting + 500, spot.Northing - 500, spot.Northing + 500);
        double expected = city.Truth.ExpectedCount("test", city.Span, near);
        int count = 0;
        for (int i = 0; i < city.Events.Count; i++)
        {
            count += near.Contains(city.Events.Easting[i], city.Events.Northing[i]) ? 1 : 0;
        }

        Assert.InRange(count, expected - (5 * Spread(crime, expected)), expected + (5 * Spread(crime, expected)));
    }

    [Fact]
    public void Recording_is_delayed_and_incomplete_as_stated()
    {
        SimulatedCrimeType crime = new("test", 20_000) { RecordedShare = 0.4, DelayMeanDays = 3, BranchingRatio = 0 };
        SimulatedCity city = Make(new() { CrimeTypes = [crime], Days = 364 });
        double n = city.Events.Count + city.Unrecorded;
        Assert.InRange(city.Events.Count / n, 0.4 - (5 * Math.Sqrt(0.24 / n)), 0.4 + (5 * Math.Sqrt(0.24 / n)));
        for (int days = 1; days <= 9; days += 2)
        {
            int late = 0;
            for (int i = 0; i < city.Events.Count; i++)
            {
                late += city.Events.RecordedDay[i] - city.Events.Day[i] >= days ? 1 : 0;
            }

            double share = Math.Exp(-days / 3.0), error = 5 * Math.Sqrt(share * (1 - share) / city.Events.Count);
            Assert.InRange((double)late / city.Events.Count, share - error, share + error);
        }
    }

    [Fact]
    public void Thefts_have_eight_kinds_of_vehicle_and_overnight_windows()
    {
        CategoryColumn type = City.Events.Categories["type"], vehicle = City.Events.Categories["vehicle"];
        Assert.Equal(8, vehicle.Levels.Count);
        int thefts = 0, windows = 0, overnight = 0, cars = 0;
        for (int i = 0; i < City.Events.Count; i++)
        {
            bool theft = type[i] == "vehicle-theft";
            Assert.Equal(theft, vehicle[i] is not null);
            Assert.True(City.Events.RecordedDay[i] >= City.Events.ToMinute[i] / CrimeEvents.MinutesPerDay);
            Assert.Equal(City.Events.Day[i], (int)(City.Events.FromMinute[i] / CrimeEvents.MinutesPerDay));
            if (!theft)
            {
                continue;
            }

            thefts++;
            cars += vehicle[i] == "car" ? 1 : 0;
            if (City.Events.ToMinute[i] > City.Events.FromMinute[i])
            {
                windows++;
                overnight += City.Events.ToMinute[i] / CrimeEvents.MinutesPerDay > City.Events.FromMinute[i] / CrimeEvents.MinutesPerDay ? 1 : 0;
            }
        }

        Assert.InRange((double)windows / thefts, 0.7 - (5 * Math.Sqrt(0.21 / thefts)), 0.7 + (5 * Math.Sqrt(0.21 / thefts)));
        Assert.InRange((double)cars / thefts, 0.42 - (5 * Math.Sqrt(0.2436 / thefts)), 0.42 + (5 * Math.Sqrt(0.2436 / thefts)));
        Assert.True(overnight > windows / 2);
    }

    [Fact]
    public void Everything_lies_inside_the_boundary_and_the_boundary_in_the_sea()
    {
        Assert.True(City.Boundary.IsValid);
        Assert.InRange(City.Boundary.Area / 1e6, 70, 120);
        foreach (Coordinate vertex in City.Boundary.Coordinates)
        {
            Assert.InRange(vertex.X, 585_000, 615_000);
            Assert.InRange(vertex.Y, 470_000, 490_000);
        }

        for (int i = 0; i < City.Events.Count; i += 37)
        {
            // Coordinates are rounded to the decimetre, which may push a point over the line.
            Assert.True(City.Boundary.Distance(new Point(City.Events.Easting[i], City.Events.Northing[i])) < 0.1);
        }
    }

    [Fact]
    public void The_same_seed_gives_the_same_city_whatever_the_threads()
    {
        SimulatedCity one = Make(new(), 1), many = Make(new(), 7);
        foreach (SimulatedCity other in (SimulatedCity[])[one, many])
        {
            Assert.True(City.Events.Easting.SequenceEqual(other.Events.Easting));
            Assert.True(City.Events.Northing.SequenceEqual(other.Events.Northing));
            Assert.True(City.Events.FromMinute.SequenceEqual(other.Events.FromMinute));
            Assert.True(City.Events.ToMinute.SequenceEqual(other.Events.ToMinute));
            Assert.True(City.Events.RecordedDay.SequenceEqual(other.Events.RecordedDay));
            Assert.True(City.Events.Categories["vehicle"].Codes.SequenceEqual(other.Events.Categories["vehicle"].Codes));
            Assert.True(City.Boundary.EqualsExact(other.Boundary));
        }

        SimulatedCity different = Make(new() { Seed = 2 });
        Assert.False(City.Events.Easting.SequenceEqual(different.Events.Easting));
    }

    [Fact]
    public void Defaults_are_as_documented()
    {
        CityOptions options = new();
        Assert.Equal(1UL, options.Seed);
        Assert.Equal(CitySize.Small, options.Size);
        Assert.Equal(new DateOnly(2021, 1, 4), options.Start);
        Assert.Equal(1456, options.SpanDays);
        Assert.Equal(1820, (options with { Size = CitySize.Medium }).SpanDays);
        Assert.Equal(2912, (options with { Size = CitySize.Large }).SpanDays);
        Assert.Equal(["knife-crime", "serious-violence", "burglary", "vehicle-theft"], SimulatedCrimeType.Defaults().Select(t => t.Name));
        Assert.Contains("does not exist", SimulatedCity.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_options_are_refused_by_name()
    {
        Assert.Equal("Days", Assert.Throws<ArgumentOutOfRangeException>(() => new CitySimulator(new() { Days = 27 })).ParamName);
        Assert.Equal("CrimeTypes", Assert.Throws<ArgumentException>(() => new CitySimulator(new() { CrimeTypes = [] })).ParamName);
        Assert.Equal("CrimeTypes", Assert.Throws<ArgumentException>(() => new CitySimulator(new() { CrimeTypes = [new("a", 1), new("a", 1)] })).ParamName);
        Assert.Equal("BranchingRatio", Assert.Throws<ArgumentOutOfRangeException>(() => new CitySimulator(new() { CrimeTypes = [new("a", 1) { BranchingRatio = 1 }] })).ParamName);
        Assert.Equal("RecordedPerYear", Assert.Throws<ArgumentOutOfRangeException>(() => new CitySimulator(new() { CrimeTypes = [new("a", double.NaN)] })).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(new(), 0));
        Assert.Throws<ArgumentException>(() => City.Truth.ExpectedCount("robbery", City.Span, City.Boundary));
    }

    private static SimulatedCity Make(CityOptions options, int? threads = null) => new CitySimulator(options).Simulate(threads, TestContext.Current.CancellationToken);

    /// <summary>Standard deviation of a branching process's count, from above: Poisson clusters have variance over mean at most 1/(1 − ratio)².</summary>
    private static double Spread(SimulatedCrimeType crime, double expected) => Math.Sqrt(expected) / (1 - crime.BranchingRatio);

    /// <summary>Events by the day of their true moment, for types without windows; with windows by the day they begin, which the tolerance of whole spans absorbs.</summary>
    private static int CountOf(SimulatedCity city, string crimeType, Period period)
    {
        CategoryColumn type = city.Events.Categories["type"];
        int code = type.CodeOf(crimeType), count = 0;
        for (int i = 0; i < city.Events.Count; i++)
        {
            count += type.Codes[i] == code && city.Events.Day[i] >= period.Start.DayNumber - 1 && city.Events.Day[i] < period.End.DayNumber && (city.Events.Day[i] >= period.Start.DayNumber || period == city.Span) ? 1 : 0;
        }

        return count;
    }
}
