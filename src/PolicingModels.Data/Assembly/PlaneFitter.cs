using System.Globalization;
using PolicingModels.Gridding;

namespace PolicingModels.Data;

/// <summary>What the values of the coordinates told: rows to drop, notes, and how to bring the rest into metres (in place).</summary>
internal sealed record FittedPlane(List<int> Dropped, List<DataQualityNote> Notes, Func<double[], double[], CoordinateSystem> Project);

/// <summary>Decides in which plane coordinates lie, once all of them are known.</summary>
internal sealed class PlaneFitter(string source, RoleColumns roles, PlaneDeclaration? declared, string? ostnGridPath, int rows, long latitudesTooLarge)
{
    /// <summary>How far from the middle of the data a point may lie, in degrees, before one plane cannot hold both.</summary>
    private const double FarthestDegrees = 20;

    /// <summary>How near to the middle of the data an exchanged pair must come to count as swapped, in degrees.</summary>
    private const double SwapDegrees = 5;

    private readonly List<int> _dropped = [];
    private readonly List<DataQualityNote> _notes = [];

    /// <summary>Receives a row that is refused after all: its number, which coordinate, its value, the reason.</summary>
    public delegate void RefuseRow(int row, bool isX, double value, string reason);

    public FittedPlane Fit(GrowingColumn<double> x, GrowingColumn<double> y, RefuseRow refuse)
    {
        if (roles.Kind == CoordinateKind.Degrees && latitudesTooLarge > (rows + latitudesTooLarge) / 2)
        {
            throw Swapped(string.Create(CultureInfo.InvariantCulture, $"{latitudesTooLarge} latitudes lie outside −90 to 90 degrees"));
        }

        return roles.Kind switch
        {
            _ when rows == 0 => new FittedPlane(_dropped, _notes, (_, _) => declared?.Plane ?? CoordinateSystem.BritishNationalGrid),
            CoordinateKind.Plane => InPlane(declared!.MetresPerUnit, declared.Plane!),
            CoordinateKind.Degrees => Geographic(x, y, refuse),
            _ => Undeclared(x, y, refuse),
        };
    }

    private FittedPlane InPlane(double metresPerUnit, CoordinateSystem coordinates) => new(_dropped, _notes, (x, y) =>
    {
        if (metresPerUnit != 1)
        {
            for (int i = 0; i < x.Length; i++)
            {
                x[i] *= metresPerUnit;
                y[i] *= metresPerUnit;
            }

            _notes.Add(new("unit", string.Create(CultureInfo.InvariantCulture, $"Coordinates are multiplied by {metresPerUnit:R} to turn feet into metres.")));
        }

        return coordinates;
    });

    private FittedPlane Undeclared(GrowingColumn<double> x, GrowingColumn<double> y, RefuseRow refuse)
    {
        int inGrid = 0, inDegrees = 0;
        for (int i = 0; i < rows; i++)
        {
            inGrid += BritishNationalGrid.Holds(x[i], y[i]) ? 1 : 0;
            inDegrees += Math.Abs(x[i]) <= 180 && Math.Abs(y[i]) <= 90 ? 1 : 0;
        }

        string columns = $"“{roles.Headers[roles.X]}” and “{roles.Headers[roles.Y]}”";
        if (inDegrees * 2 > rows)
        {
            _notes.Add(new("degrees-assumed", $"{columns} hold values within ±180 and ±90; they are taken as longitude and latitude (EPSG:4326)."));
            return Geographic(x, y, refuse);
        }

        if (inGrid * 2 <= rows)
        {
            throw new InputRefusedException(source, string.Create(CultureInfo.InvariantCulture, $"The coordinates of {source} ({columns}, for instance {x[0]:R}, {y[0]:R}) do not look like the British National Grid; declare their coordinate system: EPSG:27700, EPSG:4326, EPSG:2913, metres, feet or us-feet."));
        }

        DropOutsideGrid(x, y, refuse, (e, n) => (e, n));
        return InPlane(1, CoordinateSystem.BritishNationalGrid);
    }

    private FittedPlane Geographic(GrowingColumn<double> x, GrowingColumn<double> y, RefuseRow refuse)
    {
        RefuseWhereSwapped(x, y);
        double longitude = Median(x), latitude = Median(y);
        HashSet<int> gone = [];
        for (int i = 0; i < rows; i++)
        {
            double east = Math.Abs(x[i] - longitude), north = Math.Abs(y[i] - latitude);
            if (east <= SwapDegrees && north <= SwapDegrees)
            {
                continue;
            }

            bool swapped = Math.Abs(y[i] - longitude) <= SwapDegrees && Math.Abs(x[i] - latitude) <= SwapDegrees;
            if (swapped || Math.Abs(y[i]) > 90)
            {
                Drop(i, false, y[i], swapped ? Reasons.SwappedRow : Reasons.LatitudeOutOfRange);
            }
            else if (Math.Abs(x[i]) > 180)
            {
                Drop(i, true, x[i], Reasons.LongitudeOutOfRange);
            }
            else if (east > FarthestDegrees || north > FarthestDegrees)
            {
                Drop(i, east > FarthestDegrees, east > FarthestDegrees ? x[i] : y[i], Reasons.FarFromTheRest);
            }
        }

        bool british = BritishNationalGrid.Covers(latitude, longitude);
        Projection projection = WorldCoordinates.Around(latitude, longitude, british && ostnGridPath is not null ? Ostn15Grid.Read(ostnGridPath) : null);
        if (british)
        {
            DropOutsideGrid(x, y, refuse, (lon, lat) => projection.FromWgs84(lat, lon), gone);
        }

        return Projected(projection);

        void Drop(int row, bool isX, double value, string reason)
        {
            refuse(row, isX, value, reason);
            _dropped.Add(row);
            gone.Add(row);
        }
    }

    private FittedPlane Projected(Projection projection) => new(_dropped, _notes, (x, y) =>
    {
        projection.FromWgs84(y, x, x, y);
        _notes.Add(new("projected", string.Create(CultureInfo.InvariantCulture, $"Longitude and latitude are projected to {projection.Coordinates.Name}, accurate to {projection.Coordinates.AccuracyMetres} m.")));
        return projection.Coordinates;
    });

    private void DropOutsideGrid(GrowingColumn<double> x, GrowingColumn<double> y, RefuseRow refuse, Func<double, double, (double Easting, double Northing)> toGrid, HashSet<int>? gone = null)
    {
        for (int i = 0; i < rows; i++)
        {
            if (gone?.Contains(i) == true)
            {
                continue;
            }

            (double easting, double northing) = toGrid(x[i], y[i]);
            if (!BritishNationalGrid.Holds(easting, northing))
            {
                bool isX = easting is not (>= 0 and < 700_000);
                refuse(i, isX, isX ? x[i] : y[i], Reasons.OutsideBritishNationalGrid);
                _dropped.Add(i);
            }
        }

        _dropped.Sort();
    }

    private void RefuseWhereSwapped(GrowingColumn<double> x, GrowingColumn<double> y)
    {
        int beyondLatitude = 0, uninhabited = 0, british = 0;
        for (int i = 0; i < rows; i++)
        {
            double lon = x[i], lat = y[i];
            beyondLatitude += Math.Abs(lat) > 90 && Math.Abs(lon) <= 90 ? 1 : 0;
            uninhabited += lat is < -60 and >= -90 && Math.Abs(lon) is > 10 and <= 75 ? 1 : 0;
            british += BritishNationalGrid.Covers(Math.Clamp(lon, -90, 90), lat) && !BritishNationalGrid.Covers(Math.Clamp(lat, -90, 90), lon) ? 1 : 0;
        }

        if (beyondLatitude * 2 > rows)
        {
            throw Swapped(string.Create(CultureInfo.InvariantCulture, $"{beyondLatitude} latitudes lie outside −90 to 90 degrees"));
        }

        if (uninhabited * 2 > rows)
        {
            throw Swapped(string.Create(CultureInfo.InvariantCulture, $"{uninhabited} points lie south of 60° S, where nobody lives"));
        }

        if (british * 2 > rows)
        {
            throw Swapped(string.Create(CultureInfo.InvariantCulture, $"{british} points lie in Great Britain once the two are exchanged, and elsewhere as they stand"));
        }
    }

    private InputRefusedException Swapped(string evidence) =>
        new(source, $"Longitude and latitude of {source} look swapped (“{roles.Headers[roles.X]}” is read as longitude, “{roles.Headers[roles.Y]}” as latitude): {evidence}; exchange them in the file, or map x to the longitude and y to the latitude.");

    private double Median(GrowingColumn<double> column)
    {
        // A sample in even steps finds the middle of the data well enough to tell what is far from it.
        int step = Math.Max(1, rows / 10_000);
        double[] sample = new double[((rows - 1) / step) + 1];
        for (int i = 0; i < sample.Length; i++)
        {
            sample[i] = column[i * step];
        }

        Array.Sort(sample);
        return sample[sample.Length / 2];
    }
}
