using Minima.Writers;

namespace Minima.Sql;

/// <summary>A table in a database, or in files that DuckDB reads, in one part or in several.</summary>
public sealed class SqlSource : IDataSource
{
    private readonly IReadOnlyList<SqlShard> _shards;

    private (SourceDesign Design, long Rows, double Weight, double[] Largest)? _measured;

    private readonly bool _writes;

    /// <summary>The size of DuckDB's library, and of the memory that its own limit does not count.</summary>
    private const long BytesOfLibrary = 48L << 20;

    private SqlSource(IReadOnlyList<SqlShard> shards, bool writes) => (_shards, _writes) = (shards, writes);

    private long EngineMemory { get; init; }

    /// <inheritdoc/>
    public string Name => _shards.Count == 1 ? _shards[0].Name : $"{_shards[0].Name} and {_shards.Count - 1} shards";

    /// <inheritdoc/>
    public IReadOnlyList<string> Columns => _shards[0].Columns;

    /// <summary>Opens a source.</summary>
    /// <param name="address">
    /// <c>duckdb:PATH</c> with a file or a pattern of Parquet, CSV or JSON files, or a database file with <c>?table=NAME</c>; or <c>postgres://user@host:port/database?table=NAME</c>. A password may be in the address, in
    /// PGPASSWORD or in the password file of PostgreSQL.
    /// </param>
    /// <param name="query">A query whose rows are the table; null for the table of the address.</param>
    /// <param name="shards">Addresses of further parts, with the same columns.</param>
    /// <param name="writes">True if predictions will be saved there (<see cref="Save"/>); otherwise the source is read-only.</param>
    /// <param name="memory">The largest number of bytes that DuckDB, which runs inside this process, uses for a part whose address has no limit; null for its own limit. PostgreSQL has memory of its own.</param>
    /// <exception cref="DataException">A part cannot be opened, or has other columns than the first.</exception>
    public static SqlSource Open(string address, string? query = null, IReadOnlyList<string>? shards = null, bool writes = false, long? memory = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var opened = new List<SqlShard>();
        try
        {
            foreach (var part in (shards ?? []).Prepend(address)) opened.Add(SourceAddress.Parse(part).Open(query, writes, memory));
            foreach (var shard in opened.Skip(1)) RequireSame(opened[0], shard);
            var engines = opened.Count(shard => shard.Engine == SqlEngine.DuckDb);
            return new(opened, writes) { EngineMemory = engines > 0 && memory is { } most ? (engines * most) + BytesOfLibrary : 0 };
        }
        catch (Exception)
        {
            foreach (var shard in opened) shard.Dispose();
            throw;
        }
    }

    /// <summary>An address that is safe to show: without a password.</summary>
    /// <param name="address">An address as for <see cref="Open"/>.</param>
    /// <exception cref="UsageException">It is not an address of a known engine.</exception>
    public static string WithoutPassword(string address) => SourceAddress.Parse(address).Shown;

    /// <summary>An address that is valid from every folder: without a password, and with absolute file paths.</summary>
    /// <param name="address">An address as for <see cref="Open"/>.</param>
    /// <exception cref="UsageException">It is not an address of a known engine.</exception>
    public static string Absolute(string address) => SourceAddress.Parse(address).Absolute;

    /// <summary>A name for result files: that of the table, otherwise of the file without its extensions, or of the database.</summary>
    /// <param name="address">An address as for <see cref="Open"/>.</param>
    /// <exception cref="UsageException">It is not an address of a known engine.</exception>
    public static string ShortName(string address) => SourceAddress.Parse(address).ShortName;

    /// <summary>
    /// The predictions of a linear model of one number or of classes as SQL, which handles categories, missing values, dates, coefficients and the interpretation of the score. The numbers are those of
    /// <see cref="Predictor.Predict(Minima.Tabular.Table, CancellationToken)"/> on the same rows.
    /// </summary>
    /// <param name="predictor">The model.</param>
    /// <param name="response">True for numbers in the target's units, or probabilities and classes; false for raw scores.</param>
    /// <param name="cancellation">Checked before every query.</param>
    /// <exception cref="TrainingException">The source lacks a column or holds another type (a <see cref="DataException"/>), or the model has several outputs.</exception>
    public SqlPrediction Predict(Predictor predictor, bool response = true, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        var model = SourceModel.Require(predictor, "predict", response);
        var (design, _) = SourceModel.Of(this, model, withTarget: false, cancellation);
        var query = new PredictedRowsQuery(design, model, response);
        var names = query.Names(Columns);
        return new([.. _shards.Select(shard => query.Of(shard, Columns, names))], names, FactsQuery.CountUnknown(_shards, model.Encoding, cancellation));
    }

    /// <summary>Saves predictions in the database of each part, or in a file that DuckDB writes.</summary>
    /// <param name="prediction">The result of <see cref="Predict"/> for this source.</param>
    /// <param name="destination"><c>view:NAME</c>, <c>table:NAME</c>, or <c>file:PATH</c> with the extension .parquet or .csv.</param>
    /// <param name="cancellation">Checked before every statement.</param>
    /// <exception cref="InvalidOperationException">The source was not opened with <c>writes</c>.</exception>
    /// <exception cref="TrainingException">The destination is invalid, or the database refuses: a name that already exists, or a missing permission.</exception>
    public void Save(SqlPrediction prediction, string destination, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(destination);
        if (!_writes) throw new InvalidOperationException("the source was opened to be read; SqlSource.Open(..., writes: true) is expected");
        var place = SqlDestination.Parse(destination);
        if (place.IsOnePlace && _shards.Count > 1) throw new UsageException($"--as is {DataException.Quote(destination)}, one file for several parts; give view:NAME or table:NAME, which each part has in its own database.");
        string[] statements = [.. _shards.Select((shard, i) => place.Statement(shard, prediction.Queries[i]))];
        for (var i = 0; i < statements.Length; i++) _shards[i].Execute(statements[i], cancellation);
        foreach (var shard in _shards) shard.Commit();
    }

    TableColumnKind IFitSource.KindOf(string column) => _shards[0].KindOf(column);

    IReadOnlyList<SourceColumn> IFitSource.Describe(IReadOnlyList<string> columns, CancellationToken cancellation) => FactsQuery.Describe(_shards, columns, cancellation);

    long IFitSource.CountBetween(string column, double low, double high, CancellationToken cancellation) => FactsQuery.CountBetween(_shards, column, low, high, cancellation);

    double IFitSource.Median(SourceColumn column, CancellationToken cancellation) => FactsQuery.Median(_shards, column, cancellation);

    double IDataSource.Quantile(SourceColumn column, double level, CancellationToken cancellation) => FactsQuery.Quantile(_shards, column, level, cancellation);

    IReadOnlyList<(double Value, long Rows)> IFitSource.Numbers(string column, int most, CancellationToken cancellation) => FactsQuery.Numbers(_shards, column, most, cancellation);

    IReadOnlyList<string?[]> IDataSource.Draw(IReadOnlyList<string> columns, long rows, int most, ulong seed, CancellationToken cancellation) => DrawQuery.Run(_shards, columns, rows, most, seed, cancellation);

    long IDataSource.EngineMemory => EngineMemory;

    long IDataSource.Count(CancellationToken cancellation) => FactsQuery.Count(_shards, cancellation);

    void IDataSource.Read(WantedCells[] wanted, Action<long>? counted, Action<ITableRows> reading, CancellationToken cancellation) => RowsQuery.Read(_shards, wanted, counted, reading, cancellation);

    IDataSource IDataSource.Part(SourcePart part) => new SqlSource([.. _shards.Select(shard => shard.Part(PartQuery.Condition(part, shard.Engine)))], writes: false);

    long IDataSource.CountOthers(SourceColumn column, IReadOnlyList<string> known, bool leavesOutMissing, CancellationToken cancellation) => FactsQuery.CountOthers(_shards, column, known, leavesOutMissing, cancellation);

    ISourceScores IDataSource.Scores(SourceDesign design, IReadOnlyList<double> coefficients, double intercept, SourceReading reading) => new ScoreQuery(_shards, design, coefficients, intercept, reading);

    ISourceClassScores IDataSource.ClassScores(SourceDesign design, LinearModel model) => new ClassScoreQuery(_shards, design, model);

    DesignMoments IFitSource.Moments(SourceDesign design, bool withProducts, CancellationToken cancellation) => MomentsQuery.Run(_shards, design, withProducts, cancellation);

    IPointSums IFitSource.Sums(SourceDesign design, Loss loss, WidenedKinks? kinks) => new LossSumsQuery(_shards, Scaled(design), loss, kinks);

    double[] IFitSource.ClassWeights(SourceDesign design, CancellationToken cancellation) => FactsQuery.ClassWeights(_shards, design, cancellation);

    ILossSums? IFitSource.ClassSums(SourceDesign design, Loss loss, Contrasts contrasts) =>
        (ClassReadings.Of(loss, contrasts.Classes)?.Space(contrasts) ?? RowReadings.Of(loss, contrasts.Classes)?.Space(contrasts)) is { } space ? new OutputSumsQuery(_shards, Scaled(design), space) : null;

    ILossSums? IDataSource.HeadSums(SourceDesign design, HeadPlan plan, Loss loss, bool[] isFlat) => HeadReadings.Of(plan, loss) is { } readings ? new OutputSumsQuery(_shards, Scaled(design), readings.Space(isFlat)) : null;

    private ScaledRows Scaled(SourceDesign design)
    {
        // A power of two scales each feature to [-1, 1] exactly. For another loss on the same rows it is already known.
        if (_measured is not { } known || known.Design.Units != design.Units || known.Design.Centres != design.Centres)
        {
            var (rows, weight, largest) = MomentsQuery.Sizes(_shards, design, CancellationToken.None);
            _measured = known = (design, rows, weight, largest);
        }

        var growth = Array.ConvertAll(known.Largest, FixedSum.Exponent);
        var units = design.Units.Select((unit, j) => Math.ScaleB(unit, growth[j])).ToArray();
        return new(design with { Units = units }, growth, known.Rows, known.Weight);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var shard in _shards) shard.Dispose();
    }

    private static void RequireSame(SqlShard first, SqlShard shard)
    {
        var missing = first.Columns.Except(shard.Columns, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
            throw DataException.Create(shard.Name, $"it has no column {DataException.List(missing)}", $"the columns of {first.Name} are expected in every shard", "Name another table, or give the columns these names with --sql.");
        if (first.Columns.FirstOrDefault(column => first.KindOf(column) != shard.KindOf(column)) is { } other)
            throw DataException.Create($"{shard.Name}, column {DataException.Quote(other)}", $"it holds {Word(shard.KindOf(other))}, and in {first.Name} {Word(first.KindOf(other))}", "the same kind in every shard is expected", "Cast the column with --sql.");
    }

    private static string Word(TableColumnKind kind) => kind switch
    {
        TableColumnKind.Number => "numbers",
        TableColumnKind.Category => "texts",
        TableColumnKind.Date => "dates",
        _ => "another type",
    };
}
