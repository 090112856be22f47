namespace PolicingModels.SpatioTemporal;

/// <summary>How many cells apart two cells are.</summary>
public enum CellDistance
{
    /// <summary>Steps along rows plus steps along columns: a diagonal neighbour is two apart.</summary>
    Rectilinear,

    /// <summary>The larger of the two: a diagonal neighbour is one apart, as an adjacent one.</summary>
    Chebyshev,

    /// <summary>The straight line between centres, rounded down to whole cells: rings of a circle.</summary>
    Circle,
}

/// <summary>Whether distance and age are counted in whole cells and weeks.</summary>
public enum ProspectiveForm
{
    /// <summary>Whole cells between cells, whole weeks elapsed.</summary>
    Grid,

    /// <summary>Exact straight-line distance between event and cell centre, and exact age.</summary>
    Continuous,
}

/// <summary>Settings of <see cref="ProspectiveHotspotForecaster"/>.</summary>
public sealed record ProspectiveHotspotOptions
{
    /// <summary>Default: the grid form of the original.</summary>
    public ProspectiveForm Form { get; init; } = ProspectiveForm.Grid;

    /// <summary>How cells are counted in the grid form. The original leaves it open; peers differ. Default: a diagonal neighbour is one apart.</summary>
    public CellDistance Distance { get; init; } = CellDistance.Chebyshev;

    /// <summary>From this distance in cells on an event has no weight, above 0. Default 8: with the original's 50 m cells, 400 m.</summary>
    public double MaximumCells { get; init; } = 8;

    /// <summary>From this age in weeks on an event has no weight, above 0. Default 8: two months.</summary>
    public double MaximumWeeks { get; init; } = 8;

    /// <summary>What counts as one cell, in metres, above 0; null (the default) for the side of the grid's typical cell.</summary>
    public double? CellSideMetres { get; init; }

    /// <summary>Level, background share and spread.</summary>
    public PredictiveOptions Predictive { get; init; } = new();

    internal void Validate()
    {
        Setting.Defined(Form, nameof(Form));
        Setting.Defined(Distance, nameof(Distance));
        Setting.Positive(MaximumCells, nameof(MaximumCells), "cells");
        Setting.Positive(MaximumWeeks, nameof(MaximumWeeks), "weeks");
        Setting.Positive(CellSideMetres ?? 1, nameof(CellSideMetres), "metres");
        Predictive.Validate();
    }
}
