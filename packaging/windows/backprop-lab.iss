; Makes the installer for Windows with Inno Setup 6. NOT YET TRIED on such a machine.
; Build the bundle there first (python packaging\build.py bundle), then
;     iscc /DVersion=0.1.0 packaging\windows\backprop-lab.iss

#ifndef Version
  #error Say which version: /DVersion=…
#endif

[Setup]
AppId={{B6D0E3B5-4B0E-4C62-9C2D-6D7A4A8F1E57}
AppName=Backprop Lab
AppVersion={#Version}
AppPublisher=The Backprop Lab developers
DefaultDirName={autopf}\Backprop Lab
DefaultGroupName=Backprop Lab
DisableProgramGroupPage=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=backprop-lab-{#Version}-setup
SetupIconFile=..\..\build\icons\backprop-lab.ico
UninstallDisplayIcon={app}\backprop-lab.exe
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
; Works without an administrator, who may choose to install for everyone.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ChangesAssociations=yes
Compression=lzma2
SolidCompression=yes

[Files]
Source: "..\..\dist\backprop-lab\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\Backprop Lab"; Filename: "{app}\backprop-lab.exe"

[Registry]
; Windows knows a file by its last suffix alone, so .json stays as it is; the experiment is offered
; under "Open with".
Root: HKA; Subkey: "Software\Classes\BackpropLab.Experiment"; ValueType: string; ValueData: "Backprop Lab experiment"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\BackpropLab.Experiment\DefaultIcon"; ValueType: string; ValueData: "{app}\backprop-lab.exe,0"
Root: HKA; Subkey: "Software\Classes\BackpropLab.Experiment\shell\open\command"; ValueType: string; ValueData: """{app}\backprop-lab.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; ValueType: string; ValueName: "BackpropLab.Experiment"; ValueData: ""; Flags: uninsdeletevalue

[Run]
Filename: "{app}\backprop-lab.exe"; Description: "{cm:LaunchProgram,Backprop Lab}"; Flags: nowait postinstall skipifsilent
