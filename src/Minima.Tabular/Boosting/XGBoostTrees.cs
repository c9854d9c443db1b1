using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosted trees of a table in the format of XGBoost.</summary>
internal static class XGBoostTrees
{
    /// <summary>The attribute that holds all that Minima saves in addition to the trees.</summary>
    private const string Table = "minima_table";

    /// <summary>The target name of a model that does not give one.</summary>
    private const string Unnamed = "target";

    /// <summary>The name of the library in the table of other libraries' names.</summary>
    private const string Library = "XGBoost (objective)";

    /// <summary>The objective whose loss codes the classes as -1 and +1.</summary>
    private const string Hinge = "binary:hinge";

    public static string Write(BoostedTrees trees)
    {
        var model = XGBoostModel.Of(trees.Model);
        try
        {
            return (model with { Attributes = new Dictionary<string, string>(model.Attributes, StringComparer.Ordinal) { [Table] = BoostedModelWriter.WriteTable(trees) } }).ToJson();
        }
        catch (BoostException problem)
        {
            throw new DataException($"export: {problem.Message}", problem);
        }
    }

    /// <summary>The model in the bytes of a file; null if XGBoost did not save it.</summary>
    public static BoostedTrees? Find(string name, ReadOnlyMemory<byte> bytes)
    {
        if (!XGBoostModel.Recognizes(bytes.Span)) return null;
        XGBoostModel model;
        try
        {
            model = XGBoostModel.Parse(Encoding.UTF8.GetString(bytes.Span));
        }
        catch (BoostException problem)
        {
            throw new DataException($"{name}: {problem.Message}", problem) { IsAboutFile = true };
        }

        if (!model.Attributes.TryGetValue(Table, out var saved)) return Foreign(model);
        using var document = JsonDocument.Parse(saved);
        return BoostedModelReader.Of(name, document.RootElement, model.Trees);
    }

    private static BoostedTrees Foreign(XGBoostModel model)
    {
        var (task, link) = Meaning(model.Objective);
        var classes = task switch { PredictionTask.Binary => 2, PredictionTask.MultiClass => model.Trees.Outputs, _ => 0 };
        if (task != PredictionTask.MultiClass && model.Trees.Outputs > 1) throw new DataException($"the model predicts {model.Trees.Outputs} targets, and Minima reads only models of one target; train one for each.");
        return new BoostedTrees
        {
            Loss = LossOf(model.Objective, link),
            Parameters = [],
            Target = Unnamed,
            Task = task,
            Mapping = [.. Enumerable.Range(0, classes).Select(k => (k.ToString(CultureInfo.InvariantCulture), model.Objective == Hinge ? (2.0 * k) - 1 : k))],
            Link = link,
            Columns = [.. model.Trees.Columns.Select(column => new BoostedColumn(column.Name, column.IsCategory ? BoostedColumnKind.Code : BoostedColumnKind.Number, []))],
            Model = model.Trees,
        };
    }

    /// <summary>The loss of an objective of the raw score, if the catalogue has the same; otherwise the name of the objective.</summary>
    private static string LossOf(string objective, PredictionLink link)
    {
        var same = LibraryName.All.FirstOrDefault(name => name.Library == Library && name.Name == objective && name.Relation == LibraryRelation.Same && (name.Remark.Length == 0 || objective == Hinge));
        return same is not null && Catalogue.TryFind(same.Keys[0]) is { } entry && entry.Link == link ? entry.Key : objective;
    }

    private static (PredictionTask Task, PredictionLink Link) Meaning(string objective) => objective switch
    {
        "reg:logistic" => (PredictionTask.Regression, PredictionLink.Logit),
        "reg:gamma" => (PredictionTask.Positive, PredictionLink.Log),
        "reg:tweedie" or "survival:cox" or "survival:aft" => (PredictionTask.Regression, PredictionLink.Log),
        "count:poisson" => (PredictionTask.Count, PredictionLink.Log),
        "binary:logistic" or "binary:logitraw" => (PredictionTask.Binary, PredictionLink.Logit),
        Hinge => (PredictionTask.Binary, PredictionLink.Identity),
        "multi:softprob" or "multi:softmax" => (PredictionTask.MultiClass, PredictionLink.Softmax),
        _ => (PredictionTask.Regression, PredictionLink.Identity),
    };
}
