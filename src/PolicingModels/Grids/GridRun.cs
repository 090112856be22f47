using System.Globalization;
using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

namespace PolicingModels;

/// <summary>Runs systems that forecast events per cell.</summary>
public static class GridRun
{
    private const int ExplainedCells = 10;
    private const int TopPercent = 5;

    /// <summary>Runs a system from events to its forecasts.</summary>
    /// <param name="system">The system.</param>
    /// <param name="input">The events, the study area, the as-of date and the archive.</param>
    /// <param name="progress">Told each step by name.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    /// <returns>The forecasts with backtest, what changed since the run before and the scores of past forecasts.</returns>
    /// <remarks>Nothing that was not known at the as-of date is used; each origin of the backtest sees what was known at that origin.</remarks>
    /// <exception cref="ArgumentException">A setting of the system or of the input is out of its range.</exception>
    /// <exception cref="InputRefusedException">The input cannot be used.</exception>
    /// <exception cref="AnalysisException">The data cannot carry the forecast.</exception>
    public static Task<GridSystemResult> RunAsync(this GridSystem system, GridInput input, IProgress<string>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(input);
        system.Validate();
        input.Validate();
        return Task.Run(() => new Running(system, input, progress, cancellationToken).Run(), cancellationToken);
    }

    private sealed class Running(GridSystem system, GridInput input, IProgress<string>? progress, CancellationToken stop)
    {
        private readonly List<DataQualityNote> _notes = [];
        private CrimeEvents? _ofKind;

        public GridSystemResult Run()
        {
            progress?.Report("Reading events");
            IEventSource source = input.Source ?? EventFiles.Open(input.Path!, Reading());
            EventTable table = source.Read(null, stop);
            input.Quality?.Report(table.Quality);
            HistoryPeriods laid = HistoryPeriods.Lay(table.Events, system.Calendar, input.AsOf, input.From);
            DateOnly asOf = input.AsOf ?? laid.LastRecordedDay.AddDays(1);
            CrimeEvents events = OfKind(table);
            _ofKind = events;
            CrimeEvents known = events.KnownBefore(asOf);
            if (known.Count == 0)
            {
                throw new AnalysisException(AnalysisFailure.NoEvents, string.Create(CultureInfo.InvariantCulture, $"No event that {system.About.Key} counts was known before {asOf:yyyy-MM-dd}; choose a later as-of date, or change the system's types."));
            }

            StudyArea? boundary = input.Boundary ?? (input.BoundaryPath is { } path ? StudyArea.FromGeoJson(path, new PolygonReadOptions { Projection = Projection.For(events.Coordinates) }) : null);
            boundary?.RequireEvents(known);
            int origins = Math.Min(system.Origins, laid.Periods.Count / 2);
            string missing = system.Origins == 0 ? "None was asked for." : origins < 2 ? $"There are {laid.Periods.Count} periods; a backtest needs four or more." : "";
            DateOnly? placesAsOf = boundary is null && missing.Length == 0 ? laid.Periods[laid.Periods.Count - origins].Start : null;
            IGrid grid = LayCells(boundary, placesAsOf is { } first ? events.KnownBefore(first) : known);
            Notes(table, laid, boundary, placesAsOf, asOf);

            (string Name, CrimeEvents Events)[] parts = Split(events, known);
            List<GridSeries> series = [];
            SpaceTimeCounts? together = system.ShareSplits && parts.Length > 1 ? CountTogether(events, grid, laid.Periods, asOf, parts) : null;
            SharedTypeForecaster.Shared? shared = together is null ? null : new SharedTypeForecaster.Shared(together, Forecasters.Create(system.Model));
            foreach ((string name, CrimeEvents part) in parts)
            {
                progress?.Report(name.Length == 0 ? $"Forecasting {system.Subject}" : $"Forecasting {system.Subject}: {name}");
                series.Add(Forecast(name, part, grid, laid, asOf, origins, missing, placesAsOf is not null, shared));
            }

            _notes.AddRange(FewEvents(series, together, boundary is null));
            IReadOnlyList<PlacementSensitivity> placements = Placements(parts, series, together, boundary, placesAsOf is { } day ? events.KnownBefore(day) : known, laid.Periods, asOf, placesAsOf is not null);
            progress?.Report("Looking for near repeats");
            NearRepeats near = NearRepeats.Of(known, asOf, laid.IsMonthStamped, system.Seed, stop);
            double outside = series.Sum(s => s.Counts.Outcome?.OutsideArea ?? 0);
            if (outside > 0)
            {
                _notes.Add(new DataQualityNote("outside-area", string.Create(CultureInfo.InvariantCulture, $"{outside:0.##} events lie outside the cells and are not counted.")));
            }

            if (series[0].Forecast.Period is var ahead && ahead.Start < asOf)
            {
                _notes.Add(new DataQualityNote("period-begun", string.Create(CultureInfo.InvariantCulture, $"The period forecast began on {ahead.Start:yyyy-MM-dd}, before the as-of date; what is already known of it is not used. For the period after it use the as-of date {ahead.End:yyyy-MM-dd}.")));
            }

            progress?.Report("Looking at past forecasts");
            ArchivedForecast issued = new(
                system.About.Key, series[0].Forecast.Model, SystemFiles.Version, DataFingerprint.OfText(string.Join('\n', system.Settings.Select(s => $"{s.Key}={s.Value}"))), asOf, series[0].Forecast.Period,
                [.. system.Likelihood.Categories.Select(c => c.Name)], [.. series.Select(s => ForecastArchive.SeriesOf(s.Name, s.Forecast, s.Baseline))]);
            ArchiveReview review = new(system, grid, parts, asOf, (name, day) => Refit(name, parts, grid, day), stop);
            ArchivedForecast[] archive = input.ArchiveFolder is { } folder ? [.. ForecastArchive.Read(folder, system.About.Key).Where(f => f.AsOf != asOf)] : [];
            List<ArchiveScore> scores = review.Score(archive, out DataQualityNote? unscored);
            _notes.AddRange(new[] { unscored }.OfType<DataQualityNote>());
            return new GridSystemResult
            {
                System = system,
                AsOf = asOf,
                Simulated = IsSimulated(table),
                InputFiles = [.. new[] { input.Path, input.BoundaryPath }.OfType<string>()],
                Grid = grid,
                Boundary = boundary,
                Series = series,
                AllTogether = shared?.Fit(laid.Periods.Count, stop).Forecast(system.Horizon + laid.TrailingLeftOut, stop).All.WithLikelihoodRule(system.Likelihood),
                Placements = placements,
                NearRepeats = near,
                Changes = archive.LastOrDefault(f => f.AsOf < asOf) is { } before ? review.Changes(before, issued) : null,
                TrackRecord = scores,
                Archive = archive,
                Issued = issued,
                Quality = table.Quality.With([], _notes),
            };
        }

        private EventReadOptions Reading()
        {
            IEnumerable<string> kept = new[] { system.Types.Count > 0 ? system.TypeColumn : null, system.SplitColumn }.OfType<string>().Where(c => !ColumnMap.Roles.Contains(c, StringComparer.OrdinalIgnoreCase));
            return input.Reading with { KeepColumns = [.. input.Reading.KeepColumns.Union(kept, StringComparer.OrdinalIgnoreCase)] };
        }

        private CrimeEvents OfKind(EventTable table)
        {
            CrimeEvents events = table.Events;
            if (system.Types.Count == 0)
            {
                return events;
            }

            if (!events.Categories.TryGetValue(system.TypeColumn, out CategoryColumn? types))
            {
                _notes.Add(new DataQualityNote("no-types", $"The input has no column “{system.TypeColumn}”, so every event counts as one of the {system.Subject}."));
                return events;
            }

            bool[] wanted = [.. types.Levels.Select(l => system.Types.Contains(l, StringComparer.OrdinalIgnoreCase))];
            if (!wanted.Contains(true))
            {
                throw new InputRefusedException(table.Quality.Source, $"{table.Quality.Source} has no event whose {system.TypeColumn} is {string.Join(" or ", system.Types)}; it has {string.Join(", ", types.Levels.Take(12))}{(types.Levels.Count > 12 ? ", …" : "")}. Name the types that count: --types CODE,CODE on the command line, or Types in a copy of {system.About.Key}.");
            }

            return events.Where(i => types.Codes[i] is var code and >= 0 && wanted[code]);
        }

        private (string Name, CrimeEvents Events)[] Split(CrimeEvents events, CrimeEvents known)
        {
            if (system.SplitColumn is not { } name)
            {
                return [("", events)];
            }

            if (!events.Categories.TryGetValue(name, out CategoryColumn? column))
            {
                throw new InputRefusedException(input.Path ?? name, $"{system.About.Key} forecasts each {name} apart, and the input has no column “{name}”; name it, map it, or copy the system with SplitColumn = null.");
            }

            CategoryColumn past = known.Categories[name];
            long[] counts = new long[past.Levels.Count + 1];
            foreach (int code in past.Codes)
            {
                counts[code < 0 ? ^1 : code]++;
            }

            int[] chosen = [.. Enumerable.Range(0, past.Levels.Count).Where(l => counts[l] > 0).OrderByDescending(l => counts[l]).ThenBy(l => past.Levels[l], StringComparer.Ordinal).Take(system.MaximumSplits)];
            if (chosen.Length == 0)
            {
                throw new AnalysisException(AnalysisFailure.NoEvents, $"No event says its {name}; fill the column in, or copy the system with SplitColumn = null.");
            }

            long left = counts.Sum() - chosen.Sum(l => counts[l]);
            if (left > 0)
            {
                _notes.Add(new DataQualityNote("not-forecast", $"{left} events are of another {name} than the {chosen.Length} most frequent, or do not say it, and are not forecast."));
            }

            return [.. chosen.Select(l => past.Levels[l]).Select(level => (level, events.Where(i => column.Codes[i] == column.CodeOf(level))))];
        }

        private IGrid LayCells(StudyArea? boundary, CrimeEvents known, GridPlacement placement = default)
        {
            double area = system.CellAreaSquareKilometres;
            GridOptions options = new() { OriginEasting = placement.EastMetres, OriginNorthing = placement.NorthMetres };
            return (system.Shape, boundary) switch
            {
                (SystemCellShape.Square, { } inside) => Gridding.Grid.Squares(area, inside, options, stop),
                (SystemCellShape.Square, null) => Gridding.Grid.Squares(area, known, options, stop),
                (_, { } inside) => Gridding.Grid.Hexagons(area, inside, options, stop),
                (_, null) => Gridding.Grid.Hexagons(area, known, options, stop),
            };
        }

        /// <summary>The backtest's hit rate with the same cells laid elsewhere: how much of it hangs on where borders happen to lie.</summary>
        private List<PlacementSensitivity> Placements((string Name, CrimeEvents Events)[] parts, List<GridSeries> series, SpaceTimeCounts? together, StudyArea? boundary, CrimeEvents known, PeriodSequence periods, DateOnly asOf, bool cellsFromEvents)
        {
            if (system.Placements == 0 || series[0].Backtest is not { } given || (parts.Length > 1 && together is null))
            {
                return [];
            }

            progress?.Report("Moving the grid");
            IGridForecaster model = Forecasters.Create(system.Model);
            HistoricalMeanForecaster mean = new();
            IReadOnlyList<IGridForecaster> models = model.Name == mean.Name ? [mean] : [model, mean];
            try
            {
                return [.. PlacementSensitivity.OfTopArea(GridSensitivity.Placements(system.Placements, Math.Sqrt(system.CellAreaSquareKilometres) * 1000).Select(Place), models, Options(given.Origins.Count, cellsFromEvents), TopPercent, stop)];
            }
            catch (AnalysisException e)
            {
                _notes.Add(new DataQualityNote("grid-not-moved", $"What moving the grid would do is not told: {e.Message}"));
                return [];
            }

            PlacedHistory Place(GridPlacement placement)
            {
                IGrid grid = LayCells(boundary, known, placement);
                SpaceTimeCounts counts = CountAt(grid, system.TimeAssignment);
                return new PlacedHistory(counts, counts.IsWhole ? null : CountAt(grid, TimeAssignment.Midpoint));
            }

            SpaceTimeCounts CountAt(IGrid grid, TimeAssignment assignment) =>
                parts.Length == 1 ? Count(parts[0].Events, grid, periods, asOf, assignment) : CountTogether(_ofKind!, grid, periods, asOf, parts, assignment).Total();
        }

        private BacktestOptions Options(int origins, bool cellsFromEvents) => new()
        {
            Origins = origins,
            Horizon = system.Horizon,
            Seed = system.Seed,
            Conventions = cellsFromEvents ? new EvaluationConventions { Outside = OutsideEvents.Included } : new EvaluationConventions(),
        };

        private SpaceTimeCounts Count(CrimeEvents events, IGrid grid, PeriodSequence periods, DateOnly knownAt, TimeAssignment assignment) =>
            grid.Count(events, periods, new CountingOptions { KnownAt = knownAt, TimeAssignment = assignment, LargestShareOutsideArea = 1 }, stop);

        private SpaceTimeCounts CountTogether(CrimeEvents events, IGrid grid, PeriodSequence periods, DateOnly knownAt, (string Name, CrimeEvents Events)[] parts, TimeAssignment? assignment = null) =>
            grid.Count(events, periods, new CountingOptions { KnownAt = knownAt, TimeAssignment = assignment ?? system.TimeAssignment, LargestShareOutsideArea = 1, CategoryColumn = system.SplitColumn, Categories = [.. parts.Select(p => p.Name)] }, stop);

        /// <summary>Values of the split column that share their places are looked at together, the others one by one.</summary>
        private static IEnumerable<DataQualityNote> FewEvents(List<GridSeries> series, SpaceTimeCounts? together, bool cellsFromEvents) =>
            (together is null ? series.Select(s => (s.Name, s.Counts)) : [("", together)]).Select(h => EventsPerCell.Of(h.Item2).Finding(cellsFromEvents, h.Item1)).OfType<DataQualityNote>();

        private GridSeries Forecast(string name, CrimeEvents events, IGrid grid, HistoryPeriods laid, DateOnly asOf, int origins, string missing, bool cellsFromEvents, SharedTypeForecaster.Shared? shared)
        {
            IGridForecaster model = shared is null ? Forecasters.Create(system.Model) : new SharedTypeForecaster(shared, name);
            SpaceTimeCounts counts = Count(events, grid, laid.Periods, asOf, system.TimeAssignment);
            SpaceTimeCounts? truth = counts.IsWhole ? null : Count(events, grid, laid.Periods, asOf, TimeAssignment.Midpoint);
            IFittedGridForecaster fitted = model.Fit(counts, stop);

            // Where the last periods were never recorded, the period asked for lies so many steps further on.
            int steps = system.Horizon + laid.TrailingLeftOut;
            GridForecast forecast = fitted.Forecast(steps, stop).WithLikelihoodRule(system.Likelihood);
            GridForecast baseline = new HistoricalMeanForecaster().Fit(counts, stop).Forecast(steps, stop);
            BacktestReport? report = null;
            if (missing.Length == 0)
            {
                IReadOnlyList<IGridForecaster> models = [.. Forecasters.Baselines.Where(b => b.Name != model.Name).Append(model).Select(m => new RuledForecaster(m, system.Likelihood))];
                try
                {
                    report = new Backtest(counts, Options(origins, cellsFromEvents) with { Truth = truth, CompareWithEveryBaseline = true }).Run(models, null, stop);
                }
                catch (AnalysisException e)
                {
                    missing = e.Message;
                }
            }

            (PersistenceTable? persistence, string noPersistence) = Persistence(truth ?? counts);
            return new GridSeries(name, counts, truth, forecast, baseline, report, missing, Explain(fitted, forecast, steps)) { Persistence = persistence, PersistenceMissing = noPersistence };
        }

        private static (PersistenceTable? Table, string Missing) Persistence(SpaceTimeCounts counts)
        {
            try
            {
                return (PersistenceTable.Of(counts), "");
            }
            catch (AnalysisException e)
            {
                return (null, e.Message);
            }
        }

        private static CellExplanation[] Explain(IFittedGridForecaster fitted, GridForecast forecast, int steps) =>
            fitted is ICellExplainer explainer ? [.. forecast.RankedCells.Take(ExplainedCells).Select(cell => explainer.Explain(cell, steps))] : [];

        private GridForecast Refit(string name, (string Name, CrimeEvents Events)[] parts, IGrid grid, DateOnly asOf)
        {
            CrimeEvents events = parts.First(p => p.Name == name).Events;
            HistoryPeriods laid = HistoryPeriods.Lay(events, system.Calendar, asOf, input.From);
            SpaceTimeCounts counts = Count(events, grid, laid.Periods, asOf, system.TimeAssignment);
            IGridForecaster model = system.ShareSplits && parts.Length > 1
                ? new SharedTypeForecaster(new SharedTypeForecaster.Shared(CountTogether(_ofKind!, grid, laid.Periods, asOf, parts), Forecasters.Create(system.Model)), name)
                : Forecasters.Create(system.Model);
            return model.Fit(counts, stop).Forecast(system.Horizon + laid.TrailingLeftOut, stop).WithLikelihoodRule(system.Likelihood);
        }

        // The simulator's own ids; no force writes them.
        private static bool IsSimulated(EventTable table) =>
            table.Events.Ids is { Count: > 0 } ids && ids[0].StartsWith("SIM-", StringComparison.Ordinal) && ids[^1].StartsWith("SIM-", StringComparison.Ordinal);

        private void Notes(EventTable table, HistoryPeriods laid, StudyArea? boundary, DateOnly? placesAsOf, DateOnly asOf)
        {
            _notes.AddRange(boundary?.Notes ?? []);
            if (boundary is null)
            {
                _notes.Add(new DataQualityNote("cells-from-events", placesAsOf is { } first
                    ? string.Create(CultureInfo.InvariantCulture, $"Without a boundary the cells are those that held an event before the first origin of the backtest, {first:yyyy-MM-dd}; later events elsewhere count as missed.")
                    : "Without a boundary the cells are those that held an event."));
            }

            _notes.AddRange(laid.Notes(asOf));
            if (!table.Events.HasRecordedDays)
            {
                _notes.Add(new DataQualityNote("no-recording-days", "The input does not say when events were recorded; each counts as known on its own day, which flatters the backtest."));
            }
        }
    }
}
