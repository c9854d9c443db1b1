using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Minima.Trees;

/// <summary>Writes trees in XGBoost's format. XGBoost's reader accepts neither unusual escapes nor whole numbers in place of floats.</summary>
internal static class XGBoostWriter
{
    /// <summary>The parent of a root.</summary>
    private const int NoParent = int.MaxValue;

    /// <summary>The end of the codes of categories, which XGBoost reads from floats.</summary>
    private const double LastCategory = 1 << 24;

    public static string Write(XGBoostModel model)
    {
        var trees = model.Trees;
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            json.WriteStartObject("learner");
            json.WriteStartObject("attributes");
            foreach (var (name, value) in model.Attributes.OrderBy(pair => pair.Key, StringComparer.Ordinal)) Text(json, name, value);
            json.WriteEndObject();
            Columns(json, trees.Columns);
            Booster(json, trees);
            Learner(json, model);
            json.WriteEndObject();
            Numbers(json, "version", [1, 7, 4]);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    /// <summary>Writes names and types of the columns, but no names if XGBoost's Python package would refuse one: the order then identifies the columns.</summary>
    private static void Columns(Utf8JsonWriter json, IReadOnlyList<ModelColumn> columns)
    {
        json.WriteStartArray("feature_names");
        if (columns.All(column => !column.Name.Any(letter => letter is '[' or ']' or '<' || char.IsControl(letter))))
        {
            foreach (var column in columns) json.WriteRawValue(Quoted(column.Name));
        }

        json.WriteEndArray();
        json.WriteStartArray("feature_types");
        foreach (var column in columns) json.WriteStringValue(column.IsCategory ? "c" : "float");
        json.WriteEndArray();
    }

    private static void Booster(Utf8JsonWriter json, TreeModel model)
    {
        var factor = XGBoostObjectives.FactorOf(model.Answer);
        RegressionTree[][] rounds = model.Rounds > 0 ? model.Trees : [[.. model.StartScores.Select(_ => Leaf())]];
        json.WriteStartObject("gradient_booster");
        json.WriteStartObject("model");
        json.WriteStartObject("gbtree_model_param");
        json.WriteString("num_parallel_tree", "1");
        json.WriteString("num_trees", Word(rounds.Length * model.Outputs));
        json.WriteString("size_leaf_vector", "0");
        json.WriteEndObject();
        Numbers(json, "tree_info", rounds.SelectMany(round => round.Select((_, output) => output)));
        json.WriteStartArray("trees");

        // The last round holds the start, so that float sums stay small, and accurate, until then.
        for (var round = 0; round < rounds.Length; round++)
        {
            for (var o = 0; o < model.Outputs; o++) Tree(json, rounds[round][o], (round * model.Outputs) + o, model.Columns.Count, factor, round == rounds.Length - 1 ? model.StartScores[o] : 0);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("name", "gbtree");
        json.WriteEndObject();
    }

    private static void Learner(Utf8JsonWriter json, XGBoostModel model)
    {
        var outputs = model.Trees.Outputs;
        var isClasses = XGBoostObjectives.AnswerOf(model.Objective) == ScoreMap.Softmax;
        json.WriteStartObject("learner_model_param");
        json.WriteString("base_score", XGBoostObjectives.ZeroOf(model.Objective));
        json.WriteString("boost_from_average", "0");
        json.WriteString("num_class", Word(isClasses ? outputs : 0));
        json.WriteString("num_feature", Word(model.Trees.Columns.Count));
        json.WriteString("num_target", Word(isClasses ? 1 : outputs));
        json.WriteEndObject();
        json.WriteStartObject("objective");
        json.WriteString("name", model.Objective);
        json.WriteStartObject(XGBoostObjectives.ParametersOf(model.Objective));
        if (isClasses) json.WriteString("num_class", Word(outputs)); else json.WriteString("scale_pos_weight", "1");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <param name="json">Receives the tree.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="id">Its number.</param>
    /// <param name="columns">The number of columns of the model.</param>
    /// <param name="factor">The factor of leaf values and of the start.</param>
    /// <param name="start">A start that is added to every leaf value.</param>
    private static void Tree(Utf8JsonWriter json, RegressionTree tree, int id, int columns, double factor, double start)
    {
        var count = tree.Nodes.Length;
        var (parents, lefts, rights, values, swapped) = (new int[count], new int[count], new int[count], Means(tree), new bool[count]);
        var (categories, categoryNodes, segments, sizes) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        Array.Fill(parents, NoParent, 0, 1);
        for (var i = 0; i < count; i++)
        {
            var node = tree.Nodes[i];
            values[i] = factor * (values[i] + start);
            if (!(Math.Abs(values[i]) <= float.MaxValue)) throw new BoostException($"a leaf has the value {values[i]:R}, and XGBoost stores no number above {float.MaxValue:R}; give the target in larger units.");
            if (!node.Is(WalkedNode.IsSplit))
            {
                (lefts[i], rights[i]) = (-1, -1);
                continue;
            }

            parents[node.Left] = parents[node.Left + 1] = i;

            // XGBoost sends listed categories right and all others left, including those that training has not seen.
            swapped[i] = node.Is(WalkedNode.IsSet) && !node.Is(WalkedNode.UnseenLeft);
            (lefts[i], rights[i]) = swapped[i] ? (node.Left + 1, node.Left) : (node.Left, node.Left + 1);
            if (!node.Is(WalkedNode.IsSet)) continue;
            var listed = tree.Sets[(int)node.Threshold + (swapped[i] ? 0 : 1)];
            if (listed.Length > 0 && listed[^1] >= LastCategory) throw new BoostException($"column {node.Column} has the category {listed[^1]:R}, and XGBoost counts them up to {LastCategory - 1:R}; number the categories from 0 on.");
            categoryNodes.Add(i);
            segments.Add(categories.Count);
            sizes.Add(listed.Length);
            categories.AddRange(listed);
        }

        bool Split(int i) => tree.Nodes[i].Is(WalkedNode.IsSplit);
        var all = Enumerable.Range(0, count);
        json.WriteStartObject();
        Reals(json, "base_weights", values);
        Numbers(json, "categories", categories);
        Numbers(json, "categories_nodes", categoryNodes);
        Numbers(json, "categories_segments", segments);
        Numbers(json, "categories_sizes", sizes);
        Numbers(json, "default_left", all.Select(i => tree.Nodes[i].Is(WalkedNode.MissingLeft) != swapped[i] ? 1.0 : 0));
        json.WriteNumber("id", id);
        Numbers(json, "left_children", lefts.Select(child => (double)child));
        Reals(json, "loss_changes", tree.Gains);
        Numbers(json, "parents", parents.Select(parent => (double)parent));
        Numbers(json, "right_children", rights.Select(child => (double)child));
        Reals(json, "split_conditions", all.Select(i => !Split(i) ? values[i] : tree.Nodes[i].Is(WalkedNode.IsSet) ? 0 : Threshold(tree.Nodes[i].Threshold)));
        Numbers(json, "split_indices", all.Select(i => Split(i) ? tree.Nodes[i].Column : 0.0));
        Numbers(json, "split_type", all.Select(i => tree.Nodes[i].Is(WalkedNode.IsSet) ? 1.0 : 0));
        Reals(json, "sum_hessian", tree.Covers);
        json.WriteStartObject("tree_param");
        json.WriteString("num_deleted", "0");
        json.WriteString("num_feature", Word(columns));
        json.WriteString("num_nodes", Word(count));
        json.WriteString("size_leaf_vector", "0");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The values of the leaves; for splits, the mean of both children weighted by curvature.</summary>
    private static double[] Means(RegressionTree tree)
    {
        var values = (double[])tree.Values.Clone();
        for (var i = values.Length - 1; i >= 0; i--)
        {
            if (!tree.Nodes[i].Is(WalkedNode.IsSplit)) continue;
            var left = tree.Nodes[i].Left;
            var (one, other) = (Math.Max(0, tree.Covers[left]), Math.Max(0, tree.Covers[left + 1]));
            values[i] = one + other > 0 ? (values[left] * (one / (one + other))) + (values[left + 1] * (other / (one + other))) : (values[left] / 2) + (values[left + 1] / 2);
        }

        return values;
    }

    /// <summary>No present value reaches a threshold of NaN: it becomes the largest float.</summary>
    private static double Threshold(double threshold) => double.IsNaN(threshold) ? float.MaxValue : threshold;

    private static RegressionTree Leaf() => new() { Nodes = [new WalkedNode(double.NaN, 0, 0)], Sets = [], Values = [0], Gains = [0], Covers = [0] };

    private static void Reals(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteRawValue(Real((float)Math.Clamp(number, -float.MaxValue, float.MaxValue)));
        json.WriteEndArray();
    }

    /// <summary>Writes whole numbers.</summary>
    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<double> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue((long)number);
        json.WriteEndArray();
    }

    private static void Numbers(Utf8JsonWriter json, string name, IEnumerable<int> numbers) => Numbers(json, name, numbers.Select(number => (double)number));

    private static string Word(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Real(float number) => number.ToString("E8", CultureInfo.InvariantCulture);

    private static void Text(Utf8JsonWriter json, string name, string value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(Quoted(value));
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var letter in text)
        {
            quoted.Append(letter switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ when char.IsControl(letter) => " ", _ => letter.ToString() });
        }

        return quoted.Append('"').ToString();
    }
}
