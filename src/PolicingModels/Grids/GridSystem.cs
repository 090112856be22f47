using System.Globalization;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>The shape of a system's cells.</summary>
public enum SystemCellShape
{
    /// <summary>Squares.</summary>
    Square,

    /// <summary>Regular hexagons.</summary>
    Hexagon,
}

/// <summary>A system that forecasts events per cell in a coming period, refreshed as often as new events come in.</summary>
public sealed record GridSystem : ISystem
{
    /// <inheritdoc/>
    public required SystemDescription About { get; init; }

    /// <summary>What is forecast, in the plural and in lower case: <c>vehicle thefts</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The column that says what kind of event a row is. Where the input has no such column every event counts, and the result says so. Default <c>type</c>.</summary>
    public string TypeColumn { get; init; } = "type";

    /// <summary>The values of <see cref="TypeColumn"/> that count, in any letter case; empty for all. A force replaces them by its own offence codes.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>Area of a whole cell in km², above 0.</summary>
    public required double CellAreaSquareKilometres { get; init; }

    /// <summary>Shape of the cells. Default square.</summary>
    public SystemCellShape Shape { get; init; } = SystemCellShape.Square;

    /// <summary>How time is cut.</summary>
    public required PeriodCalendar Calendar { get; init; }

    /// <summary>Which coming period is forecast: 1 for the next. Default 1.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>The forecaster, one of <see cref="Forecasters.Names"/>. Default <c>stack</c>.</summary>
    public string Model { get; init; } = "stack";

    /// <summary>How many past periods the backtest forecasts, 2 or more; 0 for no backtest. It is cut to half of the periods there are. Default 26.</summary>
    public int Origins { get; init; } = 26;

    /// <summary>On how many placements of the grid, the given one included, the backtest's hit rate is taken, so that what the borders of cells alone do to it stands beside it; 2 or more, or 0 for none. Default 4.</summary>
    public int Placements { get; init; } = 4;

    /// <summary>The column whose values are forecast one by one; null (the default) for one forecast.</summary>
    public string? SplitColumn { get; init; }

    /// <summary>How many values of <see cref="SplitColumn"/> are forecast at most, the most frequent first, 1 or more. Default 8.</summary>
    public int MaximumSplits { get; init; } = 8;

    /// <summary>Whether the values of <see cref="SplitColumn"/> share places and season: all are forecast together by <see cref="Model"/>, split in each cell by a mix that borrows from its surroundings, and add up. Default true.</summary>
    public bool ShareSplits { get; init; } = true;

    /// <summary>How an event whose time is a window is counted. Default: in each period in proportion to the overlap.</summary>
    public TimeAssignment TimeAssignment { get; init; } = TimeAssignment.Aoristic;

    /// <summary>The rule behind the categories of relative likelihood.</summary>
    public LikelihoodRule Likelihood { get; init; } = LikelihoodRule.Default;

    /// <summary>Days from one run to the next, at least 1. Default 7.</summary>
    public int RefreshDays { get; init; } = 7;

    /// <summary>Seed of the resampling in the backtest. Default 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <inheritdoc/>
    public SystemInput Input => SystemInput.Events;

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, string>> Settings
    {
        get
        {
            CultureInfo c = CultureInfo.InvariantCulture;
            List<KeyValuePair<string, string>> settings =
            [
                new("types", Types.Count == 0 ? "all" : $"{TypeColumn} is {string.Join(" or ", Types)}"),
                new("cellAreaSquareKilometres", CellAreaSquareKilometres.ToString(c)),
                new("shape", Shape.ToString()),
                new("calendar", Calendar.ToString()),
                new("horizon", Horizon.ToString(c)),
                new("model", Model),
                new("origins", Origins.ToString(c)),
                new("placements", Placements.ToString(c)),
                new("timeAssignment", TimeAssignment.ToString()),
                new("likelihood", Likelihood.ToString()),
                new("refreshDays", RefreshDays.ToString(c)),
            ];
            if (SplitColumn is not null)
            {
                settings.Add(new("splitColumn", SplitColumn));
                settings.Add(new("shareSplits", ShareSplits.ToString()));
                settings.Add(new("maximumSplits", MaximumSplits.ToString(c)));
            }

            return settings;
        }
    }

    /// <inheritdoc/>
    public void Validate()
    {
        ArgumentNullException.ThrowIfNull(About);
        About.Validate();
        ArgumentException.ThrowIfNullOrWhiteSpace(Subject);
        ArgumentException.ThrowIfNullOrWhiteSpace(TypeColumn);
        ArgumentNullException.ThrowIfNull(Likelihood);
        if (!(CellAreaSquareKilometres > 0) || double.IsInfinity(CellAreaSquareKilometres))
        {
            throw new ArgumentOutOfRangeException(nameof(CellAreaSquareKilometres), CellAreaSquareKilometres, "The area of a cell is above 0 km² and finite.");
        }

        if (Calendar is not (PeriodCalendar.FourWeekly or PeriodCalendar.Weekly or PeriodCalendar.Monthly))
        {
            throw new ArgumentOutOfRangeException(nameof(Calendar), Calendar, "Calendar is FourWeekly, Weekly or Monthly.");
        }

        Require(Horizon >= 1, nameof(Horizon), Horizon, "1 or more periods");
        Require(Origins == 0 || Origins >= 2, nameof(Origins), Origins, "2 or more origins, or 0 for no backtest");
        Require(Placements == 0 || Placements >= 2, nameof(Placements), Placements, "2 or more placements of the grid, or 0 for none");
        Require(MaximumSplits >= 1, nameof(MaximumSplits), MaximumSplits, "1 or more");
        Require(RefreshDays >= 1, nameof(RefreshDays), RefreshDays, "1 or more days");
        if (!Forecasters.Names.Contains(Model, StringComparer.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"There is no forecaster “{Model}”; there are {string.Join(", ", Forecasters.Names)}.", nameof(Model));
        }
    }

    private static void Require(bool holds, string name, object value, string range)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {range}.");
        }
    }
}
