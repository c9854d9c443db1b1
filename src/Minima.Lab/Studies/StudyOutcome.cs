namespace Minima.Lab.Studies;

/// <summary>A method after a study.</summary>
/// <param name="Method">What was studied.</param>
/// <param name="Choices">Which of its settings it was judged with: one for all seeds, or one for each.</param>
/// <param name="Tuning">The score of each setting, the mean over the seeds that tune; empty where there was only one.</param>
/// <param name="Results">Of the seeds that judge.</param>
internal sealed record StudiedMethod<TResult>(StudyMethod<TResult> Method, IReadOnlyList<int> Choices, IReadOnlyList<double> Tuning, IReadOnlyList<TResult> Results)
{
    public Words Name => Method.Name;

    /// <summary>The setting that was chosen most often.</summary>
    public int Chosen => Choices.CountBy(choice => choice).MaxBy(choice => choice.Value).Key;

    /// <summary>The setting chosen, or how many seeds chose which.</summary>
    public Words Setting => Choices.Distinct().Count() == 1 ? Method.Settings[Chosen].Name : new(Counted(name => name.English, ", "), Counted(name => name.Chinese, "、"));

    /// <summary>A figure over the seeds.</summary>
    public Sample Over(Func<TResult, double> figure) => new([.. Results.Select(figure)]);

    private string Counted(Func<Words, string> inLanguage, string comma) =>
        string.Join(comma, Choices.CountBy(choice => choice).OrderByDescending(choice => choice.Value).Select(choice => $"{inLanguage(Method.Settings[choice.Key].Name)} ({choice.Value}/{Choices.Count})"));
}

/// <summary>The results of a study: the baseline first.</summary>
/// <param name="Score">What settings were chosen by.</param>
/// <param name="Methods">In the order of the study.</param>
internal sealed record StudyOutcome<TResult>(Measure<TResult> Score, IReadOnlyList<StudiedMethod<TResult>> Methods)
{
    public StudiedMethod<TResult> Baseline => Methods[0];

    /// <summary>Those that stand against the baseline.</summary>
    public IEnumerable<StudiedMethod<TResult>> Rivals => Methods.Skip(1).Where(method => !method.Method.IsReference);

    /// <summary>The one of a name.</summary>
    public StudiedMethod<TResult> this[string english] => Methods.First(method => method.Name.English == english);

    /// <summary>The best of all that are no reference.</summary>
    public StudiedMethod<TResult> Best => Rivals.Prepend(Baseline).MaxBy(method => method.Results.Average(Score.Merit))!;

    /// <summary>Every rival beside the baseline, over the same seeds.</summary>
    public IReadOnlyDictionary<string, Comparison> Compared(Measure<TResult>? measure = null)
    {
        var by = measure ?? Score;
        var rivals = Rivals.ToArray();
        var compared = Comparison.Of([.. rivals.Select(rival => Sample.Difference(rival.Over(by.Of), Baseline.Over(by.Of)))], by.IsError);
        return rivals.Zip(compared).ToDictionary(pair => pair.First.Name.English, pair => pair.Second, StringComparer.Ordinal);
    }
}
