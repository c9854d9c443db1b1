using System.Text.Json;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Reads files of <see cref="BoostedModelWriter"/>. An error names whichever part is missing or of another kind.</summary>
internal sealed class BoostedModelReader : DistributionModelReader
{
    private readonly TreeModel? _trees;

    private BoostedModelReader(string name, JsonElement root, TreeModel? trees)
        : base(name, root) => _trees = trees;

    /// <summary>Builds the model from a parsed file.</summary>
    /// <param name="name">The name of the file.</param>
    /// <param name="root">Its content.</param>
    /// <param name="trees">The trees, if they are stored elsewhere; null if the file holds them.</param>
    public static BoostedTrees Of(string name, JsonElement root, TreeModel? trees = null) => new BoostedModelReader(name, root, trees).Model();

    private BoostedTrees Model()
    {
        if (!HasFormat(Root, BoostedModelWriter.Format)) throw Fault($"it has no \"format\": \"{BoostedModelWriter.Format}\"");
        var version = Number(Root, "version");
        if (version != BoostedModelWriter.Version)
            throw DataException.Create(Name, FormattableString.Invariant($"it is of version {version}"), FormattableString.Invariant($"this program reads version {BoostedModelWriter.Version}"), "Boost again with this program, or use the program that wrote it.");
        var task = Text(Root, "task");
        PredictionTask[] tasks = [PredictionTask.Regression, PredictionTask.Count, PredictionTask.Positive, PredictionTask.Binary, PredictionTask.MultiClass, PredictionTask.Ordinal, PredictionTask.Survival, PredictionTask.Ranking];
        var place = Array.FindIndex(tasks, known => PredictionTasks.Word(known) == task);
        if (place < 0) throw Fault($"its task is {DataException.Quote(task)}, which is not one of {DataException.List(Array.ConvertAll(tasks, PredictionTasks.Word))}");
        (string, double)[] mapping = [.. Items(Root, "mapping").Select(item => (Text(item, "class"), Number(item, "value")))];
        BoostedColumn[] columns = [.. Items(Root, "columns").Select(Column)];
        var model = Trees();
        var distribution = Distribution(model.Outputs);
        if (distribution is not null && tasks[place] != PredictionTask.Regression) throw Fault($"its task is {DataException.Quote(task)}, and it has a \"distribution\"");
        if (tasks[place] == PredictionTask.Ordinal || PredictionTasks.NeedsColumn(tasks[place])) return Several(tasks[place], mapping, columns, model);
        var outputs = distribution?.Plan.Heads.Count ?? (tasks[place] == PredictionTask.MultiClass ? Math.Max(2, mapping.Length) : 1);
        if (model.Outputs != outputs || mapping.Length != (tasks[place] switch { PredictionTask.Binary => 2, PredictionTask.MultiClass => outputs, _ => 0 }))
            throw Fault(FormattableString.Invariant($"its task is {DataException.Quote(task)}, and it has {mapping.Length} classes and {model.Outputs} scores a row"));
        return Read(tasks[place], mapping, columns, model) with { Distribution = distribution is null ? null : distribution with { Plan = BoostedHeads.Learned(distribution.Plan) } };
    }

    /// <summary>A model of grades, of times until an event, or of the order of queries.</summary>
    private BoostedTrees Several(PredictionTask task, (string Class, double Value)[] mapping, BoostedColumn[] columns, TreeModel model)
    {
        TensorCatalogue.Join();
        var trees = Read(task, mapping, columns, model);
        if (task == PredictionTask.Ordinal)
        {
            double[] thresholds = Root.TryGetProperty("thresholds", out var cuts) ? Numbers(cuts, "thresholds") : [];
            trees = trees with { Outputs = Outputs(Text(Root, "outputs")), Thresholds = thresholds };
            if (!JointReading.Fits(trees.Outputs, TargetKind.MultiClass, 1, mapping.Length, thresholds.Length > 0 && model.Outputs == 1 ? thresholds.Length : model.Outputs))
                throw Fault(FormattableString.Invariant($"it has {mapping.Length} grades, {thresholds.Length} thresholds and {model.Outputs} scores a row"));
            return trees;
        }

        var isOfTimes = task == PredictionTask.Survival;
        if (mapping.Length > 0 || (!isOfTimes && Root.TryGetProperty("survival", out _))) throw Fault($"its task is {DataException.Quote(PredictionTasks.Word(task))}, and it has classes or \"survival\"");
        trees = trees with { FactsColumn = isOfTimes ? Text(Root, "event") : Text(Root, "query"), Survival = isOfTimes ? Survival(Property(Root, "survival")) : null };
        return trees;
    }

    private BoostedTrees Read(PredictionTask task, (string Class, double Value)[] mapping, BoostedColumn[] columns, TreeModel model)
    {
        if (!model.Columns.SequenceEqual(columns.Select(column => new ModelColumn(column.Name, column.IsCategory))))
            throw Fault("its trees use other columns");
        return new BoostedTrees
        {
            Loss = Text(Root, "loss"),
            Parameters = [.. Parameters()],
            Inputs = Inputs(),
            Target = Text(Root, "target"),
            Mark = Mark(Root),
            Task = task,
            Mapping = mapping,
            Grades = mapping.Length == 0 && Root.TryGetProperty("grades", out _) ? Texts(Root, "grades") : [],
            Link = Link(Text(Root, "link")),
            Threshold = task == PredictionTask.Binary && Root.TryGetProperty("threshold", out _) ? Number(Root, "threshold") : null,
            Columns = columns,
            MissingMarks = MissingMarks(),
            Model = model,
            Weight = Optional(Root, "weight"),
            Group = Optional(Root, "group"),
            Options = Root.TryGetProperty("settings", out var settings) ? Settings(settings) : null,
            Rows = (int)Number(Root, "rows"),
            Notes = [.. Texts(Root, "notes").Select(Localized.Same)],
        };
    }

    private string? Optional(JsonElement item, string name) => Property(item, name).ValueKind == JsonValueKind.Null ? null : Text(item, name);

    private BoostOptions Settings(JsonElement item)
    {
        int Count(string name) => (int)Number(item, name);
        return new BoostOptions
        {
            Engine = item.TryGetProperty("engine", out _) && Text(item, "engine") == BoostedModelWriter.Engine(BoostEngine.XGBoost) ? BoostEngine.XGBoost : BoostEngine.Minima,
            Rounds = Count("rounds"),
            Rate = Number(item, "rate"),
            Growth = Array.Find(Enum.GetValues<Growth>(), growth => Wording.Snake(growth) == Text(item, "growth")),
            Depth = Count("depth"),
            Leaves = Count("leaves"),
            Bins = Count("bins"),
            OneHot = item.TryGetProperty("one_hot", out _) ? Count("one_hot") : new BoostOptions().OneHot,
            MinRows = Count("min_rows"),
            ClearRows = item.TryGetProperty("clear_rows", out _) ? Count("clear_rows") : Count("min_rows"),
            MinCurvature = Number(item, "min_curvature"),
            MinGain = Number(item, "min_gain"),
            L2 = Number(item, "l2"),
            RowShare = Number(item, "row_share"),
            ColumnShare = Number(item, "column_share"),
            Monotone = Parameters(Property(item, "monotone")).ToDictionary(pair => pair.Key, pair => pair.Value is double direction ? (int)direction : throw Fault($"\"monotone\" has no direction for {DataException.Quote(pair.Key)}"), StringComparer.Ordinal),
            Interactions = [.. Items(item, "interactions").Select(set => (IReadOnlyList<string>)TextsOf(set, "interactions"))],
            HeldOut = Number(item, "held_out"),
            EarlyStop = Count("early_stop"),
            Refit = Flag(item, "refit"),
            Seed = Property(item, "seed") is { ValueKind: JsonValueKind.Number } seed && seed.TryGetUInt64(out var number) ? number : throw Fault("\"seed\" is not a whole number of at least 0"),
        };
    }

    private BoostedColumn Column(JsonElement item)
    {
        var (name, kind) = (Text(item, "column"), Text(item, "kind"));
        foreach (var known in Enum.GetValues<BoostedColumnKind>())
        {
            if (Wording.Snake(known) != kind) continue;
            string[] levels = known == BoostedColumnKind.Category ? Texts(item, "levels") : [];
            return levels.Distinct(StringComparer.Ordinal).Count() == levels.Length ? new(name, known, levels) { Mark = Mark(item) } : throw Fault($"column {DataException.Quote(name)} has a text twice");
        }

        throw Fault($"column {DataException.Quote(name)} is a {DataException.Quote(kind)}, which this program does not support");
    }

    private TreeModel Trees()
    {
        if (_trees is not null) return _trees;
        try
        {
            return TreeModel.Parse(Property(Root, "trees").GetRawText());
        }
        catch (BoostException problem)
        {
            throw Fault(problem.Message.TrimEnd('.'));
        }
    }

    protected override DataException Fault(string got) => DataException.Create(
        Name, got, "a model that minima boost --json wrote is expected", "Write it again: minima boost DATA.csv --target COLUMN --loss NAME --json > MODEL.json");
}
