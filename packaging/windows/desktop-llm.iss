; Makes of the built program what people on Windows install: for the user who runs it, without an administrator.
; build_windows_installer.py compiles it, and hands over Version, Program (the built folder), Out, Icon and Associations.
; Chats, settings and models are in %LOCALAPPDATA%\desktop-llm. Nothing here touches that folder.

#ifndef Version
  #error Compile this with packaging/build_windows_installer.py
#endif
#define Name "Desktop LLM"

[Setup]
AppId={{6A0F2E43-6B0C-4F5B-9C55-2D8B7F3C1E90}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher=The authors of Desktop LLM
VersionInfoVersion={#Version}
PrivilegesRequired=lowest
DefaultDirName={autopf}\{#Name}
DisableProgramGroupPage=yes
DisableDirPage=auto
DisableReadyPage=yes
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SetupIconFile={#Icon}
UninstallDisplayIcon={app}\desktop-llm.exe
UninstallDisplayName={#Name}
OutputDir={#Out}
OutputBaseFilename=desktop-llm-{#Version}-windows-x64-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
; A program that runs is asked to end, and is started again.
CloseApplications=yes
RestartApplications=yes
#ifdef Signed
SignTool=sign
SignedUninstaller=yes
#endif

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

; What an earlier version brought and this one does not have any more.
[InstallDelete]
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Program}\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\{#Name}"; Filename: "{app}\desktop-llm.exe"; AppUserModelID: "desktop-llm"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\desktop-llm.exe"; AppUserModelID: "desktop-llm"; Tasks: desktopicon

[Registry]
#include Associations

[Run]
Filename: "{app}\desktop-llm.exe"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent
