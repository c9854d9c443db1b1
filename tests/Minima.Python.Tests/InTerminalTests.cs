using System.Text.Json;
using Xunit;

namespace Minima.Python.Tests;

/// <summary>`minima` in a terminal of 80 columns and others: nothing runs over, no colour where none is wanted, and Ctrl-C leaves it clean.</summary>
public sealed class InTerminalTests(InTerminalTests.Terminal terminal) : IClassFixture<InTerminalTests.Terminal>
{
    public static TheoryData<string> Cases { get; } =
    [
        "Ctrl-C leaves the cursor",
        "Ctrl-C ends an experiment",
        "Ctrl-C ends a stream with its last line",
        "explain",
        "explain two",
        "explain in Chinese",
        "explain with NO_COLOR",
        "losses with NO_COLOR",
        "losses in 80 columns",
        "losses in Chinese in 80 columns",
        "losses in Chinese in 160 columns",
        "explain two in 60 columns",
        "help in 80 columns",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Looks_right(string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no pty module here");
        Assert.Equal("", terminal.Faults[name]);
    }

    [Fact]
    public void Every_case_of_the_script_is_a_test()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no pty module here");
        Assert.Equal(Cases.Select(c => c.Data).Order(StringComparer.Ordinal), terminal.Faults.Keys.Order(StringComparer.Ordinal));
    }

    /// <summary>One run of the script for all cases.</summary>
    public sealed class Terminal : IAsyncLifetime
    {
        public IReadOnlyDictionary<string, string> Faults { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

        public async ValueTask InitializeAsync()
        {
            if (OperatingSystem.IsWindows()) return;
            var output = await Python.RunPlainAsync(["terminal.py", .. Python.Minima]);
            Faults = JsonSerializer.Deserialize<Dictionary<string, string>>(output)!;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
