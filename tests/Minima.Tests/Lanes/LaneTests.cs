using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Lanes;

public sealed class WidthTests
{
    [SlowTheory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Every_width_gives_the_bits_of_the_scalar_reading(string key)
    {
        Verdict.HoldsAtDefaults(new WidthLaw(), key);

        // Other parameters take the same lanes through other branches: the longest length meets all of them.
        Verdict.Holds(new WidthLaw(WidthLaw.Longest), key);
    }
}

public sealed class ThreadTests
{
    [Theory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Any_number_of_threads_gives_the_same_bits(string key) => Verdict.HoldsAtDefaults(new ThreadLaw(), key);
}
