using NetTopologySuite.Geometries;

namespace PolicingModels.SpatioTemporal;

/// <summary>An event as drawn, before it becomes a row. Days count from the first simulated day.</summary>
internal readonly record struct EventDraft(double Easting, double Northing, int Day, int Minute, int MinutesBefore, int MinutesAfter, int DelayDays, int Type, int Vehicle, byte Generation);

/// <summary>One crime type over one block of background days, with all the events that these trigger whenever they fall.</summary>
internal sealed class BlockSimulation(CityTruth truth, SimulatedCrimeType type, int typeIndex, Envelope field, BoundaryTest boundary, int spanDays, SeededRandom random)
{
    private readonly List<EventDraft> _events = [];
    private readonly Stack<(double Easting, double Northing, double Time, int Generation)> _open = new();
    private readonly double[] _vehicles = Running(type.Vehicles.Select(v => v.Weight));
    private long _unrecorded;

    public (EventDraft[] Events, long Unrecorded) Run(int firstDay, int endDay)
    {
        CityTruth.Surface surface = truth.SurfaceOf(type.Name);
        double[] spots = Running(surface.Weights);
        for (int day = firstDay; day < endDay; day++)
        {
            long count = random.NextPoisson(surface.BackgroundPerDay * truth.DayFactor(type, day));
            for (long i = 0; i < count; i++)
            {
                double time = day + random.NextDouble(), easting, northing;
                if (random.NextDouble() < type.DiffuseShare || spots.Length == 0)
                {
                    easting = field.MinX + (field.Width * random.NextDouble());
                    northing = field.MinY + (field.Height * random.NextDouble());
                }
                else
                {
                    CityHotspot spot = truth.Hotspots[random.NextIndex(spots)];
                    easting = spot.Easting + (spot.DeviationMetres * random.NextGaussian());
                    northing = spot.Northing + (spot.DeviationMetres * random.NextGaussian());
                }

                _open.Push((easting, northing, time, 0));
                Unfold();
            }
        }

        return ([.. _events], _unrecorded);
    }

    private static double[] Running(IEnumerable<double> weights)
    {
        double sum = 0;
        return [.. weights.Select(w => sum += w)];
    }

    private void Unfold()
    {
        while (_open.TryPop(out (double Easting, double Northing, double Time, int Generation) at))
        {
            long children = random.NextPoisson(type.BranchingRatio);
            for (long i = 0; i < children; i++)
            {
                double time = at.Time + random.NextExponential(type.TriggerMeanDays);
                double easting = at.Easting + (type.TriggerDeviationMetres * random.NextGaussian());
                double northing = at.Northing + (type.TriggerDeviationMetres * random.NextGaussian());
                if (time < spanDays)
                {
                    _open.Push((easting, northing, time, at.Generation + 1));
                }
            }

            if (at.Time >= 0 && boundary.Contains(at.Easting, at.Northing))
            {
                Record(at.Easting, at.Northing, (int)at.Time, at.Generation);
            }
        }
    }

    private void Record(double easting, double northing, int day, int generation)
    {
        if (random.NextDouble() >= type.RecordedShare)
        {
            _unrecorded++;
            return;
        }

        double hour = type.PeakHour + (type.HourSpread * ((2 * random.NextDouble()) - 1));
        int minute = Math.Clamp((int)((((hour % 24) + 24) % 24) * 60), 0, CrimeEvents.MinutesPerDay - 1);
        int before = 0, after = 0;
        if (type.WindowShare > 0 && random.NextDouble() < type.WindowShare)
        {
            int length = (int)(60 * (type.WindowMinimumHours + ((type.WindowMaximumHours - type.WindowMinimumHours) * random.NextDouble())));
            before = random.NextInt32(length + 1);
            // The end is outside the window, so that the moment itself lies inside.
            after = length - before + 1;
        }

        int delay = type.DelayMeanDays > 0 ? (int)random.NextExponential(type.DelayMeanDays) : 0;
        int vehicle = _vehicles.Length > 0 ? random.NextIndex(_vehicles) : -1;
        // To the decimetre, as recorded places are never exact.
        _events.Add(new EventDraft(Math.Round(easting, 1), Math.Round(northing, 1), day, minute, before, after, delay, typeIndex, vehicle, (byte)Math.Min(generation, 255)));
    }
}

/// <summary>Point-in-polygon by crossings, half-open, for one ring. Thread-safe.</summary>
internal sealed class BoundaryTest
{
    private readonly double[] _x;
    private readonly double[] _y;

    public BoundaryTest(Polygon polygon)
    {
        Coordinate[] ring = polygon.ExteriorRing.Coordinates;
        _x = Array.ConvertAll(ring, c => c.X);
        _y = Array.ConvertAll(ring, c => c.Y);
    }

    public bool Contains(double x, double y)
    {
        bool inside = false;
        for (int i = 1; i < _x.Length; i++)
        {
            if (_y[i] > y != _y[i - 1] > y && x < _x[i - 1] + ((y - _y[i - 1]) * (_x[i] - _x[i - 1]) / (_y[i] - _y[i - 1])))
            {
                inside = !inside;
            }
        }

        return inside;
    }
}
