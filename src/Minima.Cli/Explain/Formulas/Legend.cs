using System.Text.RegularExpressions;
using Minima.Cli.Terminal;

namespace Minima.Cli.Explain;

/// <summary>
/// The sentences below a formula that explain its letters. Inputs, parameters and axes come from their declarations; the meaning of other letters
/// is declared with the texts of the loss (<see cref="LossText.Letters"/>).
/// </summary>
internal sealed class Legend
{
    private const int LongestSentence = 30;

    /// <summary>Signs that mean the same in every formula.</summary>
    private static readonly Dictionary<string, Localized> Common = new(StringComparer.Ordinal)
    {
        ["CE"] = new("the cross-entropy", "交叉熵"),
        ["BCE"] = new("the binary cross-entropy", "二元交叉熵"),
        ["KL"] = new("the Kullback-Leibler divergence", "KL 散度"),
        ["OT"] = new("the cost of optimal transport", "最优传输代价"),
        ["LSE"] = new("the logarithm of a sum of exponentials", "指数之和的对数"),
        ["E"] = new("the mean over the elements", "对各元素取的平均"),
        ["Phi"] = new("the distribution function of the standard normal distribution", "标准正态分布的分布函数"),
        ["sg"] = new("the identity without a gradient: its argument counts as a constant", "不传梯度的恒等函数，其自变量视为常数"),
        ["maxDCG"] = new("the DCG of the best order", "最优排序的 DCG"),
    };

    /// <summary>Measures of two boxes.</summary>
    private static readonly Dictionary<string, Localized> OfBoxes = new(StringComparer.Ordinal)
    {
        ["IoU"] = new("the intersection over union of the boxes", "两框的交并比"),
        ["I"] = new("the area of the intersection", "交集的面积"),
        ["U"] = new("the area of the union", "并集的面积"),
        ["dx"] = Centres,
        ["dy"] = Centres,
        ["w"] = Sides("the prediction", "预测框"),
        ["h"] = Sides("the prediction", "预测框"),
        ["wt"] = Sides("the target", "目标框"),
        ["ht"] = Sides("the target", "目标框"),
        ["cw"] = Sides("the smallest box around both", "最小外接框"),
        ["ch"] = Sides("the smallest box around both", "最小外接框"),
    };

    /// <summary>Default letters of inputs, the likeliest first.</summary>
    private static readonly Dictionary<string, string[]> Usual = new(StringComparer.Ordinal)
    {
        ["prediction"] = ["x", "p", "s"],
        ["target"] = ["t", "y"],
        ["weight"] = ["w", "W"],
        ["gradients"] = ["g"],
        ["gradient"] = ["g"],
        ["losses"] = ["l", "L"],
    };

    private readonly LossEntry entry;
    private readonly string latex;
    private readonly FormulaLetters letters;
    private readonly List<(string Letter, Localized Meaning)> items;

    private Legend(LossEntry entry, string text, string latex)
    {
        this.entry = entry;
        this.latex = latex;
        letters = FormulaLetters.Of(entry, text, latex);
        var declared = Declared();
        string[] axes = [.. entry.Inputs.SelectMany(input => input.Axes.Split(' ')).Where(axis => axis.Length == 1).Distinct(StringComparer.Ordinal)];
        var indices = letters.Aliases.Select(one => one.Written).Concat(declared.Select(one => one.Letter)).Select(letter => letter.Split('_')).Where(parts => parts.Length > 1).SelectMany(parts => parts[1].Select(one => one.ToString()).Append(parts[1])).ToHashSet(StringComparer.Ordinal);
        var usual = UsualOnes(declared.Select(one => one.Letter).ToHashSet(StringComparer.Ordinal));
        var (names, others, unexplained) = (new List<(string Letter, Localized Meaning)>(), new List<(string Letter, Localized Meaning)>(), new List<string>());
        foreach (var (letter, isIndex) in letters.All)
        {
            var aliases = letters.Aliases.Where(one => one.Letter == letter).ToArray();
            if (declared.Exists(one => Base(one.Letter) == letter)) continue;
            else if (aliases.Length > 0) names.AddRange(aliases.Select(one => (one.Written, Named(one.Name, one.Written))));
            else if (IsName(letter) || letters.Defined.Contains(letter) || (isIndex && indices.Contains(letter))) continue;
            else if (usual.TryGetValue(letter, out var input)) names.Add((letter, Named(input, letter)));
            else if (axes.Contains(letter, StringComparer.Ordinal)) others.Add((letter, new("the length of the axis of this name|the lengths of the axes of these names", "同名轴的长度")));
            else if (entry.Inputs[0].Kind == InputKind.Box && OfBoxes.TryGetValue(letter, out var ofBoxes)) others.Add((letter, ofBoxes));
            else if (Common.TryGetValue(letter.Length > 2 && !Common.ContainsKey(letter) ? letter.ToUpperInvariant() : letter, out var common)) others.Add((letter, common));
            else if (isIndex && axes.FirstOrDefault(axis => string.Equals(axis, letter, StringComparison.OrdinalIgnoreCase)) is { } own) others.Add((letter, Position(own)));
            else if (isIndex && letter is "i" or "j" && axes.Contains("N", StringComparer.Ordinal)) others.Add((letter, Position("N")));
            else if (letter == "r" && !entry.TakesTensors) names.Add((letter, new("prediction - target", "预测值 - 目标值")));
            else unexplained.Add(letter);
        }

        items = [.. names, .. declared.Where(one => IsShown(one.Letter)), .. others];
        Unexplained = unexplained;
        Unused = [.. declared.Select(one => one.Letter).Where(letter => !IsShown(letter))];
    }

    /// <summary>Letters of the formula that nothing explains.</summary>
    public IReadOnlyList<string> Unexplained { get; }

    /// <summary>Declared letters that the formula does not contain.</summary>
    public IReadOnlyList<string> Unused { get; }

    /// <summary>The sentences; empty if the formula has no letter that needs one.</summary>
    public Localized Text => Tongue.InBoth(Sentences);

    /// <summary>The sentences without the marks of code.</summary>
    public Localized Plain => new(Text.English.Replace("`", "", StringComparison.Ordinal), Text.Chinese.Replace("`", "", StringComparison.Ordinal));

    /// <summary>The legend of the displayed forms of the formula: text, LaTeX, or both.</summary>
    public static Legend Of(LossEntry entry, string text, string latex) => new(entry, text, latex);

    /// <summary>The letters that a declaration explains, in its order.</summary>
    public static IEnumerable<string> Letters(string declared) => Entries(declared).SelectMany(one => one.Letters);

    private string Sentences(Tongue tongue)
    {
        string[] parts = [.. items.GroupBy(item => item.Meaning.In(tongue.Chinese), StringComparer.Ordinal).Select(group => (Letters: group.Select(item => item.Letter).Distinct(StringComparer.Ordinal).ToArray(), Meaning: group.Key))
            .Select(group => tongue.Say($"{Listed(group.Letters)} {(group.Letters.Length > 1 ? "are" : "is")} {group.Meaning.Split('|')[group.Letters.Length > 1 ? ^1 : 0]}", $"{string.Join('、', group.Letters)} 是{(group.Meaning[0] == '`' ? " " : "")}{group.Meaning}"))];
        var sentences = new List<string>();
        var sentence = new List<string>();
        foreach (var part in parts)
        {
            if (sentence.Count > 0 && Words(string.Join(' ', sentence)) + Words(part) > LongestSentence)
            {
                sentences.Add(string.Join(tongue.Say(", ", "，"), sentence));
                sentence.Clear();
            }

            sentence.Add(part);
        }

        if (sentence.Count > 0) sentences.Add(string.Join(tongue.Say(", ", "，"), sentence));
        if (sentences.Count > 0) sentences[0] = tongue.Say("Here ", "其中 ") + sentences[0];
        if (HasCondition()) sentences.Add(tongue.Say("A condition in square brackets is 1 where it holds, else 0", "方括号内的条件成立时取 1，否则取 0"));
        return string.Concat(sentences.Select((one, i) => tongue.Say($"{(i == 0 ? "" : " ")}{one}.", $"{one}。")));
    }

    private bool HasCondition() => Regex.IsMatch(latex, @"(?<!sqrt|E\}|E\}\\left)\[[^\]]*(=|>|<|\\ge|\\le|\\ne)[^\]]*\]", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));

    private List<(string Letter, Localized Meaning)> Declared() =>
    [
        .. Entries(entry.English.Letters).Zip(Entries(entry.Chinese.Letters), (english, chinese) => english.Letters
            .Select(letter => (letter, entry.Inputs.Any(input => input.Name == english.Meaning) || entry.Parameters.Any(parameter => parameter.Name == english.Meaning) ? Named(english.Meaning, letter) : new Localized(english.Meaning, chinese.Meaning))))
            .SelectMany(one => one),
    ];

    /// <summary>Letters and their meaning: <c>i, j: samples; C: a matrix</c>.</summary>
    private static IEnumerable<(string[] Letters, string Meaning)> Entries(string text) => text.Split(["; ", "；"], StringSplitOptions.RemoveEmptyEntries)
        .Select(one => one.Split([": ", "："], 2, StringSplitOptions.None)).Select(one => (one[0].Split([", ", "、"], StringSplitOptions.None), one[1]));

    private bool IsShown(string letter) => letters.All.Any(one => one.Letter == Base(letter));

    private Dictionary<string, string> UsualOnes(HashSet<string> declared)
    {
        var usual = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var input in entry.Inputs.Where(input => !(entry.TakesTensors && letters.Aliases.Any(one => one.Name == input.Name)) && !declared.Contains(input.Name)))
        {
            var order = Usual.GetValueOrDefault(input.Name, []);
            if (input.Kind == InputKind.TensorOfLabels) order = [.. order.Reverse()];
            bool IsFree((string Letter, bool IsIndex) one, string letter) => one.Letter == letter && (!one.IsIndex || letter == "y")
                && !declared.Contains(letter) && !IsName(letter) && !letters.Aliases.Any(alias => alias.Letter == letter) && !letters.Defined.Contains(letter) && !usual.ContainsKey(letter);
            if (order.FirstOrDefault(letter => letters.All.Any(one => IsFree(one, letter))) is { } found) usual[found] = input.Name;
        }

        return usual;
    }

    private bool IsName(string letter) => entry.Inputs.Any(input => input.Name == letter) || entry.Parameters.Any(parameter => parameter.Name == letter);

    private Localized Named(string name, string letter) => (name, entry.Inputs.FirstOrDefault(input => input.Name == name)) switch
    {
        ("prediction", _) => IsOfLogits(letter) ? new("the prediction (logits)", "预测值（logits）") : new("the prediction", "预测值"),
        ("target", { Kind: InputKind.TensorOfLabels }) => new("the label", "标签"),
        ("target", not null) => new("the target", "目标值"),
        (_, not null) => new($"the input `{name}`", $"输入 `{name}`"),
        _ => new($"the parameter `{name}`", $"参数 `{name}`"),
    };

    /// <summary>True if the formula converts the letter to probabilities.</summary>
    private bool IsOfLogits(string letter) => Regex.IsMatch(entry.Formula, $@"(softmax|sigmoid)\w*\(-?{letter}\b", RegexOptions.None, TimeSpan.FromSeconds(5));

    private static Localized Centres => new("the distances of the centres along the axes", "两中心沿各轴的距离");

    private static Localized Sides(string english, string chinese) => new($"the width and the height of {english}", $"{chinese}的宽与高");

    private static Localized Position(string axis) => new($"an index along the axis {axis}|indices along the axis {axis}", $"沿轴 {axis} 的下标");

    /// <summary>A letter without the number or the index that belongs to its name: l for l1, q for q_n.</summary>
    private static string Base(string letter) => letter.Split('_')[0].TrimEnd('0', '1', '2', '3');

    private static string Listed(string[] names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";

    private static int Words(string text) => text.Count(letter => letter == ' ') + 1;
}
