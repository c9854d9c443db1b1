using System.Globalization;
using System.Text;
using System.Text.Json;
using Minima.Trees;

namespace Minima.Tabular;

/// <summary>Boosted trees of a table as XGBoost saves them.</summary>
internal static class XGBoostTrees
{
    /// <summary>The attribute of all that Minima saves beside the trees.</summary>
    private const string Table = "minima_table";

    /// <summary>The target of a model that does not name it.</summary>
    private const string Unnamed = "target";

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

    /// <summary>The model in the bytes of a file; null where it is none that XGBoost saved.</summary>
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
        var (task, loss, link) = Meaning(model.Objective);
        var classes = task switch { PredictionTask.Binary => 2, PredictionTask.MultiClass => model.Trees.Outputs, _ => 0 };
        if (task != PredictionTask.MultiClass && model.Trees.Outputs > 1) throw new DataException($"the model predicts {model.Trees.Outputs} targets, and models of one are read; train one for each.");
        return new BoostedTrees
        {
            Loss = loss,
            Parameters = [],
            Target = Unnamed,
            Task = task,
            Mapping = [.. Enumerable.Range(0, classes).Select(k => (k.ToString(CultureInfo.InvariantCulture), loss == "hinge" ? (2.0 * k) - 1 : k))],
            Link = link,
            Columns = [.. model.Trees.Columns.Select(column => new BoostedColumn(column.Name, column.IsCategory ? BoostedColumnKind.Code : BoostedColumnKind.Number, []))],
            Model = model.Trees,
        };
    }

    /// <summary>The task of an objective, its link, and its loss where a loss of one row is the same, otherwise its own name.</summary>
    private static (PredictionTask Task, string Loss, PredictionLink Link) Meaning(string objective) => objective switch
    {
        "reg:squarederror" => (PredictionTask.Regression, "half_mse", PredictionLink.Identity),
        "reg:absoluteerror" => (PredictionTask.Regression, "mae", PredictionLink.Identity),
        "reg:logistic" => (PredictionTask.Regression, "bce_with_logits", PredictionLink.Logit),
        "reg:gamma" => (PredictionTask.Positive, "p + t*exp(-p)", PredictionLink.Log),
        "reg:tweedie" => (PredictionTask.Regression, objective, PredictionLink.Log),
        "count:poisson" => (PredictionTask.Count, "poisson_nll", PredictionLink.Log),
        "binary:logistic" or "binary:logitraw" => (PredictionTask.Binary, "bce_with_logits", PredictionLink.Logit),
        "binary:hinge" => (PredictionTask.Binary, "hinge", PredictionLink.Identity),
        "multi:softprob" or "multi:softmax" => (PredictionTask.MultiClass, "cross_entropy", PredictionLink.Softmax),
        "survival:cox" or "survival:aft" => (PredictionTask.Regression, objective, PredictionLink.Log),
        _ => (PredictionTask.Regression, objective, PredictionLink.Identity),
    };
}
