using Minima.Cli.Pages;
using Xunit;

namespace Minima.Browser.Tests;

public sealed class ReportSample
{
    [Fact]
    public void Save()
    {
        File.WriteAllText("/tmp/pg/fab.html", ComparePage.Write(FabricatedComparison.Numbers()));
        File.WriteAllText("/tmp/pg/fabc.html", ComparePage.Write(FabricatedComparison.Classes(FabricatedComparison.Nasty)));
    }
}
