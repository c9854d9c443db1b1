namespace Minima.Tabular;

/// <summary>The judgement of an answer to an exercise.</summary>
/// <param name="IsRight">The numbers that the library computed from the answer meet the exercise.</param>
/// <param name="Reason">Those numbers; or the form of an answer, if this one cannot be read.</param>
public sealed record ExerciseVerdict(bool IsRight, Localized Reason)
{
    /// <summary>A verdict whose numbers are written in the invariant culture.</summary>
    internal static ExerciseVerdict Of(bool isRight, FormattableString english, FormattableString chinese) => new(isRight, new(FormattableString.Invariant(english), FormattableString.Invariant(chinese)));
}
