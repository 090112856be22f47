using PolicingModels;
using PolicingModels.Data;
using PolicingModels.Gridding;
using PolicingModels.SpatioTemporal;

EventTable table = EventFiles.Read("events.csv", new EventReadOptions { Where = [new RowFilter("type", "knife-crime")] });
SquareGrid grid = Grid.Squares(areaSquareKilometres: 1, StudyArea.FromGeoJson("boundary.geojson", table.Events.Coordinates));
(DateOnly first, DateOnly last) = table.Events.DayRange!.Value;
PeriodSequence periods = PeriodSequence.Between(PeriodCalendar.FourWeekly, first, asOf: last.AddDays(1));
SpaceTimeCounts counts = grid.Count(table.Events, periods);
GridForecast forecast = new EmpiricalBayesEwmaForecaster().Fit(counts).Forecast();

Console.WriteLine($"{table.Quality}; coming four weeks {forecast.Period}");
foreach (CellForecast cell in forecast.Ranked().Take(5))
    Console.WriteLine($"{cell.Id}: {cell.ExpectedCount:F2} expected, 80% {cell.Interval80}, P(≥1) {cell.ProbabilityOfAny:P0}, {cell.Likelihood}");
