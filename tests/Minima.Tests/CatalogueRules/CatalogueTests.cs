using System.Reflection;
using System.Text.RegularExpressions;
using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.CatalogueRules;

/// <summary>The catalogue is whole, named well, and the only place that knows the losses.</summary>
public sealed partial class CatalogueTests
{
    [Fact]
    public void Names_are_unique()
    {
        var names = Subjects.Entries.SelectMany(entry => entry.Aliases.Prepend(entry.Key).Select(name => (Name: Names.Normalise(name), entry.Key)));
        Verdict.None([.. names.GroupBy(n => n.Name, StringComparer.Ordinal)
            .Where(group => group.Select(n => n.Key).Distinct(StringComparer.Ordinal).Count() > 1)
            .Select(group => $"'{group.Key}' names {string.Join(" and ", group.Select(n => n.Key))}")]);
    }

    /// <summary>Guards the generator: what it lists is what the assembly has.</summary>
    [Fact]
    public void Entries_are_the_losses_of_the_assembly()
    {
        var types = typeof(Loss).Assembly.GetTypes()
            .Where(type => type.IsValueType && type.IsPublic && typeof(ILoss).IsAssignableFrom(type))
            .Select(type => type.FullName!);
        Assert.Equal(types.Order(StringComparer.Ordinal), Subjects.Entries.Select(entry => entry.Type.FullName!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(Subjects.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal), Subjects.Entries);
    }

    /// <summary>A parameter may also be a single capital, the letter that the formula and the literature have for it.</summary>
    [Fact]
    public void Keys_parameters_and_inputs_are_in_snake_case()
    {
        var words = Subjects.Entries.SelectMany(entry => entry.Inputs.Select(i => i.Name).Concat(entry.Parameters.Select(p => p.Name)).Prepend(entry.Key).Select(word => (entry.Key, word)));
        Verdict.None([.. words.Where(w => !SnakeCase().IsMatch(w.word) && w.word is not [>= 'A' and <= 'Z']).Select(w => $"{w.Key}: '{w.word}' is not snake_case")]);
    }

    [SlowFact]
    public void Every_entry_speaks_English_and_Chinese()
    {
        var failures = new List<string>();
        foreach (var entry in Subjects.Entries)
        {
            foreach (var (what, text) in new[] { ("name", entry.ChineseName), ("summary", entry.Chinese.Summary), ("use", entry.Chinese.Use), ("avoid", entry.Chinese.Avoid) })
            {
                // Names of persons stay as they are ("Huber 损失"), so one Chinese character is asked for.
                if (!Chinese().IsMatch(text))
                {
                    failures.Add($"{entry.Key}: the Chinese {what} is '{text}'");
                }
            }

            if (entry.Kinks.Length > 0 && !Chinese().IsMatch(entry.ChineseKinks))
            {
                failures.Add($"{entry.Key}: the Chinese kinks are '{entry.ChineseKinks}'");
            }

            if (Chinese().IsMatch(entry.Kinks))
            {
                failures.Add($"{entry.Key}: the English kinks are '{entry.Kinks}'");
            }

            if (Chinese().IsMatch(entry.English.Limits) || entry.English.Limits.Length > 0 != Chinese().IsMatch(entry.Chinese.Limits))
            {
                failures.Add($"{entry.Key}: the limits are '{entry.English.Limits}' in English and '{entry.Chinese.Limits}' in Chinese");
            }

            foreach (var parameter in entry.Parameters.Where(parameter => parameter.Meaning.English.Length < 3 || Chinese().IsMatch(parameter.Meaning.English) || !Chinese().IsMatch(parameter.Meaning.Chinese)))
            {
                failures.Add($"{entry.Key}: the meaning of {parameter.Name} is '{parameter.Meaning.English}' in English and '{parameter.Meaning.Chinese}' in Chinese; write <param name=...> at the type, and [Chinese(...)] before the parameter");
            }

            foreach (var (what, text) in new[] { ("name", entry.Name), ("summary", entry.English.Summary), ("use", entry.English.Use), ("avoid", entry.English.Avoid), ("formula", entry.Formula), ("source", entry.Source) })
            {
                if (text.Length < 3 || Chinese().IsMatch(text))
                {
                    failures.Add($"{entry.Key}: the English {what} is '{text}'");
                }
            }
        }

        Verdict.None(failures);
    }

    /// <summary>What can be derived is not typed: it would go stale.</summary>
    [Fact]
    public void No_entry_types_what_is_derived()
    {
        var failures = new List<string>();
        foreach (var entry in Subjects.Entries.Where(entry => entry.Facts is not null))
        {
            var attribute = entry.Type.GetCustomAttribute<LossAttribute>()!;
            if (attribute.Kinks.Length > 0 || attribute.ChineseKinks.Length > 0 || attribute.Link != PredictionLink.Identity)
            {
                failures.Add($"{entry.Key}: its kinks and its link are derived of the formula; remove Kinks, ChineseKinks and Link from its attribute");
            }
        }

        Verdict.None(failures);
    }

    /// <summary>A text that recommends another loss names one that exists.</summary>
    [Fact]
    public void Texts_name_losses_that_exist()
    {
        var planned = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "reference", "reference.jsonl"))
            .Select(line => KeyOfRow().Match(line).Groups["key"].Value)
            .ToHashSet(StringComparer.Ordinal);
        Verdict.None([.. Subjects.Entries.SelectMany(entry => new[] { entry.English.Use, entry.English.Avoid, entry.English.Limits, entry.Chinese.Use, entry.Chinese.Avoid, entry.Chinese.Limits }
            .SelectMany(text => SnakeWord().Matches(text).Select(match => match.Value))
            .Where(word => Catalogue.TryFind(word) is null && !planned.Contains(word) && entry.Related.Append(entry).All(one => one.Parameters.All(p => p.Name != word) && one.Inputs.All(i => i.Name != word)))
            .Select(word => $"{entry.Key}: the texts name '{word}', which is neither a loss nor a parameter or input of it or of a related one"))]);
    }

    [Fact]
    public void Every_loss_has_a_relative_and_is_none_of_its_own() =>
        Verdict.None([.. Subjects.Entries.Where(entry => entry.Related.Count is < 1 or > 8 || entry.Related.Contains(entry) || entry.Related.Distinct().Count() < entry.Related.Count).Select(entry => $"{entry.Key}: {string.Join(", ", entry.Related)}")]);

    [Fact]
    public void Every_loss_file_states_formula_domain_and_source()
    {
        var failures = new List<string>();
        var files = Repository.Sources("src/Minima/Losses").Where(file => File.ReadAllText(file).Contains("\n[Loss(", StringComparison.Ordinal)).ToList();
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            failures.AddRange(new[] { "/// <summary>", "<para>Formula:", "<para>Domain:", "<para>Source:", "<para>Shapes:" }
                .Where(line => !text.Contains(line, StringComparison.Ordinal))
                .Select(line => $"{Path.GetFileName(file)}: no {line}"));
        }

        Verdict.None(failures);
        Assert.Equal(Subjects.Entries.Count, files.Count);
    }

    /// <summary>Outside the folder of losses no text equals a key and no loss type is referenced, in no project; a recipe is about its loss, and may name the type.</summary>
    [Fact]
    public void Nothing_but_its_own_file_names_a_loss()
    {
        var keys = Subjects.Entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        var types = Subjects.Entries.Select(entry => entry.Type.Name).ToHashSet(StringComparer.Ordinal);
        var failures = new List<string>();

        // Experiments and the exercises of the lessons are users of the catalogue: which losses they compare is what they are about.
        string[] users = [Path.Combine("src", "Minima.Lab") + Path.DirectorySeparatorChar, Path.Combine("src", "Minima.Tabular", "Lessons") + Path.DirectorySeparatorChar];
        var files = Repository.Sources("src").Where(file => !FolderOfLosses().IsMatch(file.Replace('\\', '/')) && !users.Any(room => Path.GetRelativePath(Repository.Root, file).StartsWith(room, StringComparison.Ordinal))).ToList();
        foreach (var file in files)
        {
            failures.AddRange(NamedIn(WithoutPrimitiveName(file), keys, Recipe().IsMatch(file.Replace('\\', '/')) ? [] : types).Select(what => $"{Path.GetRelativePath(Repository.Root, file)}: {what}"));
        }

        Verdict.None(failures);
        Assert.True(files.Count > 50, $"only {files.Count} files were read");
    }

    [Theory]
    [InlineData("""var loss = Catalogue.Find("huber");""", 1)]
    [InlineData("""using Minima.Losses; var value = new Huber(1).Value(p, t);""", 1)]
    [InlineData("""var value = new Minima.Losses.Huber(1).Value(p, t);""", 1)]
    [InlineData("""var value = Metrics.Huber(p, t);""", 0)]
    [InlineData("""/// <summary>As in <c>new Huber(1)</c>, "huber".</summary>""", 0)]
    [InlineData("""var text = $"a huber{x}"; // Huber""", 0)]
    [InlineData("""var word = "mean"; SmoothHuber x;""", 0)]
    public void Scan_finds_names_and_only_names(string line, int want) =>
        Assert.Equal(want, NamedIn(line, ["huber"], ["Huber"]).Count());

    /// <summary>A primitive has its mathematical name, which may be that of the loss that is nothing but the primitive.</summary>
    private static string WithoutPrimitiveName(string file) =>
        file.Replace('\\', '/').Contains("/Reals/Primitives/", StringComparison.Ordinal) ? PrimitiveName().Replace(File.ReadAllText(file), "") : File.ReadAllText(file);

    /// <summary>Keys in string literals; types in code that opens the namespace of the losses or writes it out. Comments are for people.</summary>
    private static IEnumerable<string> NamedIn(string source, HashSet<string> keys, HashSet<string> types)
    {
        var code = Comment().Replace(source, match => match.Value.StartsWith('"') ? match.Value : "");
        var literals = Literal().Matches(code).Select(match => match.Groups["text"].Value).Where(keys.Contains).Select(key => $"the text \"{key}\"");
        var bare = Literal().Replace(code, "\"\"");
        var words = (OpensLosses().IsMatch(bare) ? Word() : WordOfLosses()).Matches(bare).Select(match => match.Groups["word"].Value).Where(types.Contains).Select(type => $"the type {type}");
        return literals.Concat(words);
    }

    [GeneratedRegex("/src/Minima.Training/(Causal|Distillation|Generative|Preference|SemiSupervised)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Recipe();

    [GeneratedRegex("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex SnakeCase();

    [GeneratedRegex("[\u4e00-\u9fff]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Chinese();

    [GeneratedRegex("\"loss\": \"(?<key>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex KeyOfRow();

    [GeneratedRegex("\\b[a-z0-9]+(?:_[a-z0-9]+)+\\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex SnakeWord();

    [GeneratedRegex("\"(?:[^\"\\\\\\n]|\\\\.)*\"|//[^\\n]*|/\\*[\\s\\S]*?\\*/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Comment();

    [GeneratedRegex("\"(?<text>(?:[^\"\\\\\\n]|\\\\.)*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Literal();

    [GeneratedRegex("public static string Name => \"[a-z0-9_]+\";", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex PrimitiveName();

    [GeneratedRegex("using\\s+(static\\s+|\\w+\\s*=\\s*)?Minima\\.Losses", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex OpensLosses();

    [GeneratedRegex("/src/[^/]+/Losses/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex FolderOfLosses();

    [GeneratedRegex("\\bLosses\\.(?<word>[A-Z]\\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex WordOfLosses();

    [GeneratedRegex("(?<!\\w)(?<word>[A-Z]\\w*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Word();
}
