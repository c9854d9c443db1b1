using System.Text;
using System.Text.Json;

namespace Minima.Trees;

/// <summary>The file of a model: JSON, whose numbers read back bit-identical.</summary>
internal static class ModelFile
{
    private const string Format = "minima-trees";
    private const int Version = 1;

    public static void Save(TreeModel model, string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.draft");
        try
        {
            using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
            {
                file.Write(Encoding.UTF8.GetBytes(Write(model)));
                file.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    public static string Write(TreeModel model)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteString("format", Format);
            json.WriteNumber("version", Version);
            json.WriteString("loss", model.Loss);
            json.WriteStartObject("parameters");
            foreach (var (name, value) in model.LossParameters) json.WriteNumber(name, value);
            json.WriteEndObject();
            json.WriteString("curvature", model.Curvature.ToString());
            json.WriteString("curvature_reason", model.CurvatureReason);
            json.WriteString("map", model.Map.ToString());
            json.WriteString("answer", model.Answer.ToString());
            Numbers(json, "start", model.StartScores);
            Numbers(json, "held_out_loss", model.HeldOutLoss);
            json.WriteStartArray("columns");
            foreach (var column in model.Columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteBoolean("category", column.IsCategory);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("rounds");
            foreach (var round in model.Trees)
            {
                json.WriteStartArray();
                foreach (var tree in round) Write(json, tree);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.ToArray());
    }

    public static TreeModel Load(string path) => Parse(File.ReadAllText(path));

    public static TreeModel Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException or ArgumentException)
        {
            throw new BoostException("this is not a model of boosted trees, or it is damaged; save it again.", error);
        }
    }

    private static void Write(Utf8JsonWriter json, RegressionTree tree)
    {
        json.WriteStartObject();
        Numbers(json, "column", [.. tree.Nodes.Select(node => node.Is(WalkedNode.IsSplit) ? node.Column : -1.0)]);
        Numbers(json, "threshold", [.. tree.Nodes.Select(node => node.Threshold)]);
        Numbers(json, "left", [.. tree.Nodes.Select(node => node.Is(WalkedNode.IsSplit) ? node.Left : -1.0)]);
        Numbers(json, "missing_left", [.. tree.Nodes.Select(node => node.Is(WalkedNode.MissingLeft) ? 1.0 : 0)]);
        var unseen = tree.Nodes.Select(node => node.Is(WalkedNode.UnseenLeft));
        if (!unseen.SequenceEqual(tree.Nodes.Select(node => node.Is(WalkedNode.IsSet) && node.Is(WalkedNode.MissingLeft)))) Numbers(json, "unseen_left", [.. unseen.Select(left => left ? 1.0 : 0)]);
        Numbers(json, "is_set", [.. tree.Nodes.Select(node => node.Is(WalkedNode.IsSet) ? 1.0 : 0)]);
        Numbers(json, "value", tree.Values);
        Numbers(json, "gain", tree.Gains);
        Numbers(json, "cover", tree.Covers);
        json.WriteStartArray("sets");
        foreach (var set in tree.Sets)
        {
            json.WriteStartArray();
            foreach (var category in set) json.WriteNumberValue(category);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IReadOnlyList<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
        {
            if (double.IsNaN(number)) json.WriteNullValue(); else json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    private static TreeModel Read(JsonElement root)
    {
        Require(root.GetProperty("format").GetString() == Format, "it is not a file of boosted trees");
        Require(root.GetProperty("version").GetInt32() == Version, "it was written by another version");
        ModelColumn[] columns = [.. root.GetProperty("columns").EnumerateArray().Select(column => new ModelColumn(Text(column, "name"), column.GetProperty("category").GetBoolean()))];
        var start = Numbers(root, "start");
        Require(columns.Length > 0 && start.Length > 0, "it has no columns or no start");
        RegressionTree[][] rounds = [.. root.GetProperty("rounds").EnumerateArray().Select(round => round.EnumerateArray().Select(tree => Tree(tree, columns)).ToArray())];
        Require(Array.TrueForAll(rounds, round => round.Length == start.Length), "a round has not one tree for each output");
        var answer = Word<ScoreMap>(root, "answer");
        Require(start.Length == 1 || answer == ScoreMap.Softmax || (answer == ScoreMap.Identity && Word<ScoreMap>(root, "map") == ScoreMap.Identity), "several scores a row are neither classes nor raw scores");
        return new TreeModel(columns, start, rounds)
        {
            Loss = Text(root, "loss"),
            LossParameters = root.GetProperty("parameters").EnumerateObject().ToDictionary(item => item.Name, item => Number(item.Value), StringComparer.Ordinal),
            Curvature = Word<Curvature>(root, "curvature"),
            CurvatureReason = Text(root, "curvature_reason"),
            Map = Word<ScoreMap>(root, "map"),
            Answer = answer,
            HeldOutLoss = Numbers(root, "held_out_loss"),
        };
    }

    private static RegressionTree Tree(JsonElement tree, ModelColumn[] columns)
    {
        var (column, threshold, left, missing, isSet) = (Numbers(tree, "column"), Thresholds(tree), Numbers(tree, "left"), Numbers(tree, "missing_left"), Numbers(tree, "is_set"));
        var (values, gains, covers) = (Numbers(tree, "value"), Numbers(tree, "gain"), Numbers(tree, "cover"));
        double[][] sets = [.. tree.GetProperty("sets").EnumerateArray().Select(set => set.EnumerateArray().Select(Number).ToArray())];
        var unseen = tree.TryGetProperty("unseen_left", out _) ? Numbers(tree, "unseen_left") : missing;
        var count = column.Length;
        double[][] parallel = [threshold, left, missing, unseen, isSet, values, gains, covers];
        Require(count > 0 && Array.TrueForAll(parallel, list => list.Length == count), "the lists of a tree differ in length");
        Require(Array.TrueForAll(sets, set => set.Zip(set.Skip(1)).All(pair => pair.First < pair.Second)), "a set is not ascending");
        var nodes = new WalkedNode[count];
        var expected = 1;
        for (var i = 0; i < count; i++)
        {
            if (column[i] == -1)
            {
                nodes[i] = new WalkedNode(double.NaN, i, 0);
                continue;
            }

            // Children come after their parent and belong to it alone, so that every walk ends.
            Require(column[i] >= 0 && column[i] < columns.Length && column[i] == Math.Floor(column[i]), "a split names a column that is not there");
            Require(left[i] == Math.Floor(left[i]) && left[i] > i && left[i] + 1 < count, "a split leads nowhere");
            if (isSet[i] != 0) Require(threshold[i] >= 0 && threshold[i] + 1 < sets.Length && threshold[i] == Math.Floor(threshold[i]), "a split names a set that is not there");
            nodes[i] = new WalkedNode(threshold[i], (int)left[i], (int)column[i] | WalkedNode.IsSplit | (missing[i] != 0 ? WalkedNode.MissingLeft : 0) | (isSet[i] == 0 ? 0 : WalkedNode.IsSet | (unseen[i] != 0 ? WalkedNode.UnseenLeft : 0)));
            expected += 2;
        }

        Require(expected == count && nodes.Where(node => node.Is(WalkedNode.IsSplit)).Select(node => node.Left).Distinct().Count() == (count - 1) / 2, "a tree's nodes are not connected");
        return new RegressionTree { Nodes = nodes, Sets = sets, Values = values, Gains = gains, Covers = covers }.WithDepth();
    }

    private static double[] Numbers(JsonElement parent, string name) => [.. parent.GetProperty(name).EnumerateArray().Select(Number)];

    /// <summary>A threshold that no number reaches is written as null.</summary>
    private static double[] Thresholds(JsonElement tree) => [.. tree.GetProperty("threshold").EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? double.NaN : Number(item))];

    private static double Number(JsonElement element) => element.GetDouble() is var number && double.IsFinite(number) ? number : throw Unreadable("a number is not finite");

    private static string Text(JsonElement parent, string name) => parent.GetProperty(name).GetString() ?? throw Unreadable($"'{name}' is empty");

    private static T Word<T>(JsonElement parent, string name)
        where T : struct, Enum => Enum.TryParse<T>(Text(parent, name), out var word) && word.ToString() == Text(parent, name) ? word : throw Unreadable($"'{name}' is not a known word");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw Unreadable(otherwise);
    }

    private static BoostException Unreadable(string how) => new($"the model cannot be read: {how}.");
}
