using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Reference;

/// <summary>The requests of errors.jsonl are refused; those about shapes of several axes and about words are the command line's.</summary>
public sealed class RefusalTests
{
    [Fact]
    public void Every_request_that_breaks_a_rule_is_refused()
    {
        var failures = new List<string>();
        var tried = 0;
        foreach (var row in Subjects.Entries.Where(entry => entry.IsPoint || entry.Row is not null).SelectMany(entry => ReferenceTable.ErrorsOf(entry.Key)).Where(IsForTheLibrary))
        {
            tried++;
            try
            {
                var loss = row.Create();
                var result = ReferenceTests.CallOf(row, loss).Run(loss);
                failures.Add($"{row.Loss}: errors.jsonl line {row.Line} ({row.Why}) was answered with {Ulp.Text(result.Value)}");
            }
            catch (LossException refused)
            {
                if (!refused.Message.StartsWith(row.Loss + ": ", StringComparison.Ordinal))
                {
                    failures.Add($"{row.Loss}: the refusal does not name the loss: {refused.Message}");
                }
            }
        }

        Verdict.None(failures);
        Assert.True(tried >= 30, $"only {tried} requests were tried");
    }

    private static bool IsForTheLibrary(ReferenceRow row) =>
        row.Reduction is "mean" or "sum" or "none"
        && row.WeightedMean is null or "sum_of_weights" or "count"
        && row.Inputs.Keys.All(input => row.Rank(input) <= 1);
}
